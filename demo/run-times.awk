# Prints lines of ten run times. Input: index and seconds of each job, ordered by index.
{
  if (NR % 10 == 1) printf "%s  %4d: ", (NR > 1 ? "\n" : ""), $1
  printf " %5.2f", $2
  times[NR] = $2
}

END {
  for (i = 2; i <= NR; i++) {
    for (j = i; j > 1 && times[j] < times[j - 1]; j--) {
      swapped = times[j]; times[j] = times[j - 1]; times[j - 1] = swapped
    }
  }
  printf "\n  shortest %.2f, median %.2f, longest %.2f\n", times[1], times[int((NR + 1) / 2)], times[NR]
}

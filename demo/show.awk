# Prints a merged result for people.

BEGIN {
  means["isogram"] = "longest without a repeated letter"
  means["ordered"] = "longest with its letters in order"
  means["univocal"] = "longest with one vowel only"
  means["palindrome"] = "longest palindrome"
}

$1 == "words" { total = $2 }

$1 == "letter" { count[$2] = $3; letters += $3 }

$1 == "longest" { found[$2] = found[$2] (found[$2] == "" ? "" : ", ") $3 }

END {
  printf "  %-36s %d, with %d letters\n", "words", total, letters
  printf "  %-36s", "most frequent letters"
  for (place = 1; place <= 6; place++) {
    best = ""
    for (letter in count) if (best == "" || count[letter] > count[best]) best = letter
    printf " %s %.1f%%", best, 100 * count[best] / letters
    delete count[best]
  }
  print ""
  for (kind in means) printf "  %-36s %s\n", means[kind], found[kind]
}

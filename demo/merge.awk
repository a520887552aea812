# Merges the results of all shares: adds up the counts, and keeps the longest words.

$1 == "words" { total += $2 }

$1 == "letter" { count[$2] += $3 }

$1 == "longest" {
  for (i = 3; i <= NF; i++) {
    if (length($i) > longest[$2]) {
      longest[$2] = length($i)
      for (word in found) if (found[word] == $2) delete found[word]
    }
    if (length($i) == longest[$2]) found[$i " " $2] = $2
  }
}

END {
  print "words", total
  for (letter in count) print "letter", letter, count[letter]
  for (entry in found) {
    split(entry, part, " ")
    print "longest", part[2], part[1]
  }
}

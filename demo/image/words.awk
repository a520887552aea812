# Analyses every SHARES-th word of a list, beginning with number SHARE: counts its letters and keeps the
# longest words of four kinds. merge.awk merges the output of all shares.

function keep(kind, word) {
  if (length(word) > longest[kind]) {
    longest[kind] = length(word)
    words[kind] = ""
  }
  if (length(word) == longest[kind]) words[kind] = words[kind] " " word
}

function analyse(word,    i, letter, vowel, isogram, ordered, univocal, backwards) {
  isogram = ordered = univocal = 1
  for (i = 1; i <= length(word); i++) {
    letter = substr(word, i, 1)
    count[letter]++
    if (index(substr(word, i + 1), letter)) isogram = 0
    if (i > 1 && letter < substr(word, i - 1, 1)) ordered = 0
    if (index("aeiou", letter)) {
      if (vowel != "" && vowel != letter) univocal = 0
      vowel = letter
    }
    backwards = letter backwards
  }
  if (isogram) keep("isogram", word)
  if (ordered) keep("ordered", word)
  if (univocal && vowel != "") keep("univocal", word)
  if (backwards == word) keep("palindrome", word)
}

NR % shares == share {
  word = tolower($0)
  if (word ~ /^[a-z]+$/) {
    total++
    analyse(word)
  }
}

END {
  print "words", total + 0
  for (letter in count) print "letter", letter, count[letter]
  for (kind in words) print "longest", kind words[kind]
}

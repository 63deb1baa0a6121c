# Whole answers, out of what 'jalv --print-controls' prints: a line each, with the
# five artists' numbers, then their probabilities, between commas; only those that
# differ from the one before.
#
# The plugin writes all ports of an answer in one run(), and jalv hands them over
# after it, in their order.  So an answer is whole where its ports stand in a row;
# where some were lost on the way it is left out.

BEGIN {
  for (i = 1; i <= 5; ++i) {
    place["artist_" i] = i
    place["probability_" i] = 5 + i
  }
}

$2 == "=" && $1 in place {
  if (place[$1] == 1) {
    answer = ""
    due = 1
  }
  if (place[$1] != due) {
    due = 0 # until the next one begins
    next
  }
  answer = answer (due > 1 ? "," : "") $3
  if (due++ == 10 && answer != last) {
    print answer
    fflush()
    last = answer
  }
}

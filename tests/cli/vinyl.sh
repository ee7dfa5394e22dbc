#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Sides of a record as a person makes them.
. "$(dirname "$0")/tap.sh"

for i in 1 2 3; do
  sound "song$i.wav" 8 "0.2*sin(2*PI*$((100 * i))*t)*(0.6+0.4*sin(t))|0.2*sin(2*PI*$((100 * i))*t)*(0.6+0.4*sin(t))"
done

run vinyl song1.wav song2.wav song3.wav -o Sides -c CAT1 -t 'My Record' -a 'A & B' --contact 'me@studio' --gap 1.5
claim 'three songs make a record' all 'exits 0' 'prints "^A .* CAT1_A.wav"' 'prints "^B .* CAT1_B.wav"' 'says_not "error"'
claim 'the folder holds what a cutting room wants' all '[ -s Sides/CAT1_A.wav ]' '[ -s Sides/CAT1_B.wav ]' '[ -s Sides/sides.txt ]' \
  '[ -s Sides/sides.html ]' '[ -s Sides/groove-A.svg ]' '[ -s Sides/groove-B.svg ]' '[ -s Sides/CAT1_A.chain.yaml ]' '[ "$(ls -A Sides | wc -l)" -eq 9 ]'
claim 'the sheet says who, what and when' all 'grep -q "A & B: My Record" Sides/sides.txt' 'grep -q "me@studio" Sides/sides.txt' 'grep -q "CAT1" Sides/sides.txt' \
  'grep -qE "^  A1  song1 .*0:00.000" Sides/sides.txt' 'grep -q "A &amp; B" Sides/sides.html'
lasts() { ffprobe -v error -show_entries stream=duration,bits_per_raw_sample,sample_rate -of csv=p=0 "$1"; }
claim 'the sheet says the start of the third song to the millisecond' eval \
  'jq -e "[.sides[].songs[] | .start_sec] | . == [0, 9.5, 0] or . == [0, 0, 9.5]" Sides/sides.json'
claim 'a side is one continuous file of 24 bits' eval '[[ "$(lasts Sides/CAT1_A.wav)$(lasts Sides/CAT1_B.wav)" == *,24* ]]'
claim 'its length is songs and gaps' eval \
  '[ "$(for s in A B; do ffprobe -v error -show_entries stream=duration_ts -of csv=p=0 Sides/CAT1_$s.wav; done | awk "{n += \$1} END {print n}")" -eq "$((44100 * 255 / 10))" ]'
claim 'ffmpeg finds the peak under the ceiling' eval \
  'for s in A B; do ffmpeg -nostdin -nostats -i Sides/CAT1_$s.wav -af ebur128=peak=true -f null - 2>&1 | awk "/Peak:/ {p = \$2} END {exit !(p <= 0)}" || exit 1; done'
for f in Sides/groove-A.svg Sides/groove-B.svg; do
  claim "$f is XML" eval "command -v xmllint >/dev/null && xmllint --noout $f || python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' $f"
done
cp -r Sides kept

run vinyl song1.wav song2.wav song3.wav -o Sides
claim 'what is there is not overwritten' all 'exits 4' 'says "exists|--force"' 'diff -r Sides kept'
run vinyl song1.wav song2.wav song3.wav -o Sides -c CAT1 -t 'My Record' -a 'A & B' --contact 'me@studio' --gap 1.5 --force --jobs 1
claim 'the same again is the same to the byte, with one thread too' all 'exits 0' 'diff -r Sides kept'
run vinyl song1.wav song2.wav -o One --sides 1 --as-is --json
claim 'one side, as JSON' all 'exits 0' 'printf "%s" "$out" | jq -e ".sides | length == 1 and .[0].side == \"A\" and (.[0].groove.final_mm | type) == \"number\""'
run vinyl song1.wav song2.wav song3.wav -o Each --sides each --record 7in-45
claim 'a side for each file' all 'exits 0' '[ -s Each/Each_C.wav ]' 'grep -q "7 inch, 45 rpm" Each/sides.txt'
sound high.wav 8 '0.2*sin(2*PI*1000*t)*(0.6+0.4*sin(t))'
run vinyl high.wav -o Loud --level 20
claim 'what cannot be cut at a level is said, and the exit code tells' all 'exits 5' 'prints "must be mended"' '[ -s Loud/Loud_A.wav ]'
run vinyl song1.wav -o Hi --rate 96000
claim 'another rate' eval '[[ "$(lasts Hi/Hi_A.wav)" == 96000,* ]]'
run vinyl song1.wav
claim 'a folder is asked for' fails 2 '-o DIR is missing'
run vinyl song1.wav -o X --record 5in
claim 'an unknown record names all there are' fails 2 "'5in' is no record; expected 12in-33, "
for sides in 2,1 1, ,1 1,1 0 1,3 1x ''; do
  run vinyl song1.wav song2.wav -o X --sides "$sides"
  claim "no sides: '$sides'" fails 2 'expected the numbers of the first songs in rising order'
done
run vinyl song1.wav song2.wav -o Both --sides 1,2
claim 'two sides as they were asked for' all 'exits 0' 'there Both/Both_A.wav Both/Both_B.wav'
run vinyl song1.wav song2.wav -o X --sides 2
claim 'the first side begins with song 1' fails 2 'expected the first side to begin with song 1'
run vinyl song1.wav -o X --level loud
claim 'a level is a number' fails 2 "--level is 'loud'; expected -40 to 20"
run vinyl song1.wav nothing.wav -o X
claim 'a missing file is named' fails 3 'nothing.wav'
echo text >text.wav
run vinyl song1.wav text.wav -o X
claim 'so is one that is no sound' fails 3 'text.wav'
claim 'nothing is left of what failed' all 'gone X' 'no_litter .'
run vinyl song1.wav -o Y --dry-run
claim 'a dry run writes nothing' all 'exits 0' '[ ! -e Y ]'

done_testing

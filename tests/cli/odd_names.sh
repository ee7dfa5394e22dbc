#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Names as people, machines and other systems write them.
. "$(dirname "$0")/tap.sh"

sound a.wav 2 '0.3*sin(2*PI*220*t)*(0.6+0.4*sin(2*PI*2*t))'
sound b.wav 2 '0.3*sin(2*PI*660*t)*(0.6+0.4*sin(2*PI*3*t))'
names() { sed -n 's/^  - name: //p; s/^  - {name: \([^,}]*\).*/\1/p' "$1"; }
again() { # FOLDER: its session, read again, gives the same mix
  rm -f again.wav
  run mix "$1/session.yaml" -o again.wav
  exits 0 && same "$1/mix.wav" again.wav
}
tracks() { # FOLDER NAME...: a folder with these files
  local to=$1 i=0
  shift
  mkdir -p -- "$to"
  for name; do
    i=$((i + 1))
    if [ $((i % 2)) = 1 ]; then cp -- a.wav "$to/$name"; else cp -- b.wav "$to/$name"; fi
  done
}
finished() { # CLAIM NAME...: finish a folder of these files
  local text=$1
  shift
  rm -rf song out
  tracks song "$@"
  run finish song --for cd -o out
  claim "$text" all 'exits 0' 'there out/cd/song.wav' 'again out'
}

finished 'spaces and umlauts' 'Größe – Über alles.wav' ' Führende  Leerzeichen .wav' '歌.wav' 'naïve café.wav'
finished 'quotes, colons, hashes and brackets' "it's \"it\".wav" 'a: b.wav' '#1 [take] {2}.wav' '- dash.wav' '*star & ampersand.wav' '%s%n.wav' 'back\slash.wav' '!tag.wav' '@at.wav' '`tick`.wav' '|pipe>.wav'
finished 'line ends and tabs' $'two\nlines.wav' $'tab\tbed.wav'
claim 'a line end in a name does not get into the session as one' eval '! grep -qE "^lines" out/session.yaml'
finished 'words that mean something in YAML' 'true.wav' 'null.wav' '~.wav' 'yes.wav' '1e3.wav' '.inf.wav.wav' '0x10.wav' '2026-01-01.wav'
finished 'leading dashes' '-kick.wav' '--help.wav'
finished 'tracks called like strips that exist' main.wav plate.wav echo.wav drums.wav vocals.wav 'Kick.wav' 'Snare.wav' 'Lead Vox.wav' 'BV.wav'
claim 'every strip has a name of its own' eval '[ -z "$(names out/session.yaml | sort | uniq -d)" ]'
finished 'tracks that differ only by their number' '01.wav' '02.wav' '03 Vox.wav' '04 Vox.wav' 'Vox.wav' 'Vox 2.wav' 'Gtr.wav' 'Gtr.flac.wav' 'GTR.wav'
claim 'each of them is in the session once' eval '[ "$(grep -c "file: " out/session.yaml)" -eq 9 ] && [ -z "$(names out/session.yaml | sort | uniq -d)" ]'
finished 'capital endings' KICK.WAV Snare.Wav
finished 'a name of 250 bytes' "$(printf 'x%.0s' {1..246}).wav" b.wav
if touch $'probe\xff' 2>/dev/null; then
  rm -rf song out; tracks song $'Stra\xdfe.wav' b.wav
  run finish song --for cd -o out
  claim 'names that are no UTF-8 work or are refused by name' all 'exits 0 || exits 3' 'exits 3 || again out' '[ $code -eq 0 ] || one_line'
fi

rm -rf out; tracks $'Füße "7\'' a.wav b.wav
apostrophe=\'
run finish $'Füße "7\'' --for cd -o out
claim 'a folder with quotes and umlauts names the delivery' all 'exits 0' '[ "$(find out/cd -type f | wc -l)" -eq 1 ]' \
  'there "out/$(jq -r ".deliveries[0].file" out/report.json)"' 'jq -r .title out/report.json | grep -qxF "Füße \"7$apostrophe"'
tracks -- -song a.wav b.wav 2>/dev/null || { mkdir ./-song; cp a.wav b.wav ./-song/; }
[ -d ./-song ] || { mkdir ./-song; cp a.wav b.wav ./-song/; }
run finish --for cd -o ./-out -- -song
claim 'a folder that begins with a dash, behind --' all 'exits 0' 'there ./-out/cd/-song.wav'
run finish -song --for cd -o out2
claim 'without it the message says which option there is not' all 'exits 2' one_line
for title in 'AC/DC: live?' '..' '.hidden' 'CON' '   ' $'new\nline' "$(printf 'long %.0s' {1..80})"; do
  rm -rf out
  run finish song --for cd -o out --title "$title"
  claim "the title '$(printf %s "$title" | tr '\n' ' ' | cut -c 1-20)' gives one file inside the folder" all 'exits 0' \
    '[ "$(find out/cd -type f | wc -l)" -eq 1 ]' '[ "$(find . -newer out/session.yaml -name "*.wav" -not -path "./out/*" | wc -l)" -eq 0 ]' 'no_litter .' 'again out'
done
ln -s song link
run finish link --for cd -o 'out/../linked out/deep' --title t
claim 'a link to a folder, and a folder to write to with spaces, dots and depth' all 'exits 0' 'there "linked out/deep/cd/t.wav"' 'again "linked out/deep"'
mkdir real && ln -s real alias
run finish song --for cd -o alias
claim 'the folder to write to may be a link' all 'exits 0' 'there real/cd/song.wav' 'again alias'

mkdir many; sound one.wav 1 '0.2*sin(2*PI*440*t)*sin(2*PI*3*t)'
for i in {1..100}; do cp one.wav "many/$i Part.wav"; done
run finish many --for cd -o out100
claim 'a hundred tracks' all 'exits 0' '[ "$(grep -c "file: " out100/session.yaml)" -eq 100 ]' 'again out100'
claim 'in the order of their numbers' eval '[ "$(grep -oE "many/[0-9]+" out100/session.yaml | cut -d/ -f2 | sort -nc 2>&1)" = "" ]'
for i in {101..513}; do ln many/1\ Part.wav "many/$i Part.wav"; done
run finish many --for cd -o out513
claim 'more than 512 are refused with the limit' all 'fails 3 "more than 512"' 'gone out513'
claim 'nothing half-written lies about' no_litter .
done_testing

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# An album from a plan to a package: what lies in it, that its parts agree, and that what is wrong
# is refused before anything is rendered.
. "$(dirname "$0")/tap.sh"

band() { # FILE SECONDS ROOT_HZ [OPTIONS]
  local f=$1 d=$2 r=$3
  shift 3
  sound "$f" "$d" "(0.2*(sin(2*PI*$r*t)+0.5*sin(2*PI*$r*2.01*t)+0.2*sin(2*PI*$r*5*t))*(0.4+0.6*exp(-3*mod(t,0.5)))+0.05*(random(0)-0.5)*exp(-20*mod(t,0.25)))*min(1,2*($d-t))|(0.2*(sin(2*PI*$r*t)+0.5*sin(2*PI*$r*3.02*t)+0.1*sin(2*PI*$r*7*t))*(0.4+0.6*exp(-3*mod(t,0.5)))+0.05*(random(1)-0.5)*exp(-20*mod(t,0.25)))*min(1,2*($d-t))" "$@"
}
band hidden.wav 5 80
band one.wav 9 110
band two.wav 8 147 -ar 48000
band three.wav 7 196

cat >album.yaml <<'END'
lacquer: 1
title: Été à Köln
artist: The Band
barcode: "4006381333931"
catalogue: CAT 1
label: Shellac
date: "2026-11-25"
genre: Rock
engineer: someone@example.org
for: [spotify, cd, vinyl]
ddp: yes
cue: yes
listeners: [flac, mp3 320, opus 160]
songs:
  - {mix: hidden.wav, title: Hidden, hidden: yes}
  - {mix: one.wav, title: "Café Ünö", isrc: DE-ABC-26-00001, composer: Ä. Nobody}
  - {mix: two.wav, title: Zweite, isrc: DEABC2600002, overlap: 1 s, index: [4.5 s]}
  - {master: three.wav, title: Dritte, isrc: DEABC2600003, gap: 3 s, level: -1.5 dB}
END

run album album.yaml --dry-run
claim 'a dry run says where songs will lie' all 'exits 0' 'prints " 0  00:00:00  00:00:00  00:00:00 .*Hidden"' \
  'prints " 3  [0-9:]+  [0-9:]+  [0-9:]+ .*Dritte"' '[ "$(ls -d out 2>/dev/null)" = "" ]'

run album album.yaml -o out --anyway --no-proof --json
printf '%s' "$out" >facts.json
claim 'an album goes to streaming, disc, record and listeners in one run' all 'exits 0' 'no_litter .' \
  'there out/album.yaml out/report.json out/tracks.csv out/tracks.txt out/MD5SUMS out/SHA256SUMS' \
  'there out/spotify/00_Hidden.wav out/spotify/01_Cafe-Uno.wav out/spotify/03_Dritte.wav' \
  'there out/cd/album.cue out/cd/album.toc out/cd/pq.txt out/cd/pq.html out/cd/02_Zweite.wav' \
  'there out/ddp/DDPID out/ddp/IMAGE.DAT out/ddp/CDTEXT.BIN out/ddp/CHECKSUM.MD5' \
  'there out/vinyl/sides.txt out/vinyl/sides.html' \
  'there out/flac/01_Cafe-Uno.flac out/mp3-320/01_Cafe-Uno.mp3 out/opus-160/03_Dritte.opus' \
  'there out/plans/01_Cafe-Uno.master.yaml' 'gone out/plans/03_Dritte.master.yaml'
claim 'the report is what the program said' eval 'jq -S . facts.json | cmp - <(jq -S . out/report.json)'
claim 'every song has its loudness, under its ceiling, or says why not' \
  json '[.deliveries[] | .ceiling_dbtp as $c | .songs[] | (.verdict == "pass" or (.verdict == "short" and .reason != "")) and .true_peak_exact_dbtp <= $c + 0.001] | all' facts.json
claim 'what was done to each song, and why' json '[.songs[] | .level_why != "" and .tone_why != ""] | all' facts.json
claim 'manifests hold' eval '(cd out && md5sum --quiet -c MD5SUMS && sha256sum --quiet -c SHA256SUMS)'
claim 'and name every file but themselves' \
  [ "$(cd out && find . -type f ! -name MD5SUMS ! -name SHA256SUMS | wc -l)" = "$(wc -l <out/MD5SUMS)" ]

raw() { ffmpeg -nostdin -v error -i "$1" -f "${2:-s16le}" -; }
joined() { for f in "out/$1"/0*."$2"; do raw "$f" "$3"; done; }
joined cd wav s16le >cd.raw
claim 'the tracks of the disc joined are the image of the DDP set' cmp cd.raw out/ddp/IMAGE.DAT
if command -v cdrdao >/dev/null; then
  claim 'cdrdao reads the same marks in the TOC file' eval 'test "$(cd out/cd && cdrdao show-toc album.toc 2>/dev/null | grep -c "ISRC")" = 3'
  claim 'and reads all of its sound' eval '(cd out/cd && cdrdao read-test album.toc 2>&1 | tail -1 | grep -q "Read [0-9]* blocks")'
else
  skip 'cdrdao reads the TOC file' 'cdrdao is not installed'
fi
claim 'FLAC is the master of the first destination' eval 'joined flac flac s32le | cmp - <(joined spotify wav s32le)'
claim 'a disc is cut between sectors' [ $(($(stat -c %s out/ddp/IMAGE.DAT) % 2352)) = 0 ]

run ddp show --json out/ddp
printf '%s' "$out" >ddp.json
claim 'the set can be pressed and says what the plan says' all 'exits 0' \
  'json ".n_errors == 0 and .disc.title == \"Été à Köln\" and .disc.ean == \"4006381333931\"" ddp.json' \
  'json "[.disc.tracks[].isrc] == [\"DEABC2600001\", \"DEABC2600002\", \"DEABC2600003\"]" ddp.json' \
  'json ".disc.tracks[0].title == \"Café Ünö\" and .disc.tracks[0].composer == \"Ä. Nobody\"" ddp.json' \
  'json ".disc.tracks[0].index_sectors == [525] and (.disc.tracks[1].index_sectors | length == 2)" ddp.json'
run verify out --no-proof
claim 'verify finds all as it was promised' all 'exits 0'

tag() { ffprobe -v error -show_entries "format_tags=$2:stream_tags=$2" -of default=nw=1:nk=1 "$1" | head -n 1; }
claim 'files are tagged, whatever they are' all \
  '[ "$(tag out/flac/01_Cafe-Uno.flac ISRC)" = DEABC2600001 ]' '[ "$(tag out/mp3-320/01_Cafe-Uno.mp3 TSRC)" = DEABC2600001 ]' \
  '[ "$(tag out/opus-160/01_Cafe-Uno.opus title)" = "Café Ünö" ]' '[ "$(tag out/spotify/01_Cafe-Uno.wav title)" = "Café Ünö" ]' \
  '[ "$(tag out/mp3-320/02_Zweite.mp3 album)" = "Été à Köln" ]'

run album out/album.yaml -o again --anyway --no-proof --jobs 1
claim 'the plan as it was rendered gives the same bits again, on one thread too' all 'exits 0' \
  'cmp out/ddp/IMAGE.DAT again/ddp/IMAGE.DAT' 'cmp out/spotify/02_Zweite.wav again/spotify/02_Zweite.wav' \
  'cmp out/mp3-320/01_Cafe-Uno.mp3 again/mp3-320/01_Cafe-Uno.mp3'

run album album.yaml -o out --anyway --no-proof
claim 'a package is not replaced' all 'exits 4' 'says "is there already"'
echo mine >out/mine.txt
run album album.yaml -o out --anyway --no-proof --force
claim 'nor, by force, what did not come from here' all 'exits 4' 'says "mine.txt"' 'there out/mine.txt'
rm out/mine.txt
run album album.yaml -o out --anyway --no-proof --force -q
claim 'by force an older package is' all 'exits 0' '[ -z "$err" ]' 'no_litter .'

# Versions of a song that was mixed here.
song band 10
run mix band -o band.wav -q
cat >single.yaml <<'END'
lacquer: 1
title: Single
artist: The Łódź Band
for: [spotify, cd]
ddp: yes
cd_text: transliterate
songs:
  - {mix: band.wav, title: Song, isrc: DEABC2600009, session: band.session.yaml, versions: [instrumental, tv]}
END
run album single.yaml -o single --anyway --no-proof
claim 'versions go through what their song went through' all '[ $code -eq 0 ] || [ $code -eq 5 ]' 'no_litter .' \
  'there single/spotify/instrumental/01_Song_instrumental.wav single/cd/tv/01_Song_tv.wav single/spotify/01_Song.wav' \
  'grep -q "instrumental/01_Song_instrumental.wav" single/tracks.csv' \
  '[ "$(probe single/spotify/instrumental/01_Song_instrumental.wav sample_rate)" = 44100 ]'
claim 'what CD-TEXT has no letter for is told' says "performer of the disc is written 'The L.*dz Band'"
run verify single --no-proof
claim 'and all of it is as promised' all 'exits 0'

sed -e '/ddp/d' -e 's/, cd\]/]/' single.yaml >stream.yaml
run album stream.yaml -o stream --anyway --no-proof -q
claim 'without a disc there are no sheets of one' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'there stream/spotify/01_Song.wav' 'gone stream/cd'

# What is wrong is said at its place, before anything is rendered.
bad() { # CLAIM PATTERN SED...
  sed "${@:3}" album.yaml >bad.yaml
  run album bad.yaml -o bad --anyway
  claim "$1" all 'exits 3 || exits 2' "says 'bad.yaml:$2'" 'one_line' 'gone bad' 'no_litter .'
}
bad 'an unknown destination' '[0-9]+:[0-9]+.*nowhere' 's/for: \[spotify/for: [nowhere/'
bad 'an ISRC twice' '[0-9]+:[0-9]+.*DEABC2600002' 's/DEABC2600003/DEABC2600002/'
bad 'a wrong check digit' '4:[0-9]+.*1' 's/4006381333931/4006381333932/'
bad 'a file that is not there' '[0-9]+:[0-9]+.*none.wav' 's/two.wav/none.wav/'
bad 'a title that CD-TEXT cannot hold' '[0-9]+:[0-9]+.*日' 's/Zweite/日本/'
bad 'a disc set without a disc' '[0-9]+:[0-9]+.*cd' 's/spotify, cd, vinyl/spotify/'
bad 'a mark behind its song' '[0-9]+:[0-9]+.*' 's/4.5 s/44.5 s/'
sound short.wav 3 '0.3*sin(2*PI*220*t)|0.3*sin(2*PI*221*t)'
bad 'a track of three seconds' '[0-9]+:[0-9]+.*4 s' 's/three.wav/short.wav/'
run album album.yaml
claim 'a package needs a name' fails 2 '-o DIR is missing'
run album nothing.yaml -o x
claim 'a plan that is not there' fails 3 'nothing.yaml'

done_testing

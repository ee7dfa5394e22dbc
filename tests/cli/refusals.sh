#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the program will not do, and that it says so before any work and touches nothing.
. "$(dirname "$0")/tap.sh"

song song 4
run finish song --for spotify,cd -o out
claim 'a first run' exits 0
state() { find "$1" \( -type f -printf '%p %s %T@ ' -exec md5sum {} \; \) -o -printf '%p\n' | sort; }
state out >before
untouched() { state out | cmp - before && no_litter .; }
early() { says_not 'listening|mixing|solving'; }

run finish song --for spotify,cd -o out
claim 'a second run does not overwrite it' all 'fails 4 "out/session\.yaml.*--force"' untouched early
rm -rf part; mkdir part; : >part/report.json
run finish song --for cd -o part
claim 'even when only the last of its files is there' all 'fails 4 "part/report\.json.*--force"' early 'gone part/mix.wav'
rm -rf part; mkdir -p part/cd; : >part/cd/song.wav
run finish song --for spotify,cd -o part
claim 'or one delivery' all 'fails 4 "part/cd/song\.wav.*--force"' early 'gone part/mix.wav part/spotify'
run finish out/session.yaml --for cd -o part
claim 'also when the title comes from a session' all 'fails 4 "part/cd/song\.wav.*--force"' early 'gone part/mix.wav'
run master out/mix.wav --for cd -o part --title song
claim 'master refuses as early' all 'fails 4 "part/cd/song\.wav.*--force"' early 'gone part/master.yaml part/report.json'
run master --plan out/master.yaml -o out
claim 'master --plan too' all 'fails 4 "out/(report\.json|spotify/song\.wav).*--force"' untouched early
run mix song -o out/mix.wav
claim 'mix too' all 'fails 4 "out/mix\.wav.*--force"' untouched early
run mix song -o new.wav --session out/session.yaml
claim 'and for the session it would write' all 'fails 4 "out/session\.yaml.*--force"' untouched early 'gone new.wav'
run finish song --for spotify,cd -o out --dry-run
claim '--dry-run is not refused and touches nothing' all 'exits 0' untouched

run mix song -o new.wav --roles 'nothing=kick'
claim 'a role for no track lists the tracks' all 'fails 3 "no track .nothing."' 'gone new.wav new.session.yaml'
run finish song --for cd -o other --roles 'Kick=kik'
claim 'an unknown role lists the roles' all 'fails 3 "no role .kik.*lead-vocal, backing-vocal, kick"' 'gone other' early

run finish song -o other
claim 'no destination lists them' all 'fails 2 "spotify, spotify-loud, youtube, .*, cd, .*, hires"' 'gone other' early
run finish song --for spotfy -o other
claim 'an unknown destination lists them' all 'fails 2 "spotfy.*spotify, spotify-loud, youtube"' 'gone other' early
run finish song --for spotify,,vinyl9 -o other
claim 'one unknown among known is enough' all 'fails 2 "vinyl9"' 'gone other' early
run finish song --for cd
claim 'no folder to write to is a usage error' fails 2 '-o DIR is missing'
run finish --for cd -o other
claim 'no source is a usage error' fails 2 'usage: lacquer finish'
run finish song song2 --for cd -o other
claim 'two sources are a usage error' fails 2 'usage: lacquer finish'
run finish song --for cd -o song
claim 'the mix is not put among the tracks' all 'fails 2 "folder of the tracks"' 'gone song/mix.wav'
run mix song -o song/mix.wav
claim 'nor by mix' all 'fails 2 "folder of the tracks"' 'gone song/mix.wav'
run finish song --for cd -o song/out
claim 'a folder inside the tracks is fine' all 'exits 0' 'there song/out/cd/song.wav'

: >file
run finish song --for cd -o file/out
claim 'a folder under a file cannot be made' all 'fails 4 "file.*(folder|directory)"' early
run finish song --for cd -o file
claim 'a file is no folder' all 'fails 4 "file.*expected a folder"' early
run finish song --for cd -o ''
claim 'a folder needs a name' all 'fails 2 "-o DIR is missing"' early
run master out/mix.wav --for cd -o ''
claim 'for master too' all 'fails 2 "-o DIR is missing"' early
run mix song -o none/mix.wav
claim 'mix names the folder that is missing, before any work' all 'fails 4 "no folder .none/?."' early
mkdir -p dir/mix.wav
run finish song --for cd -o dir
claim 'a folder that stands where the mix is to lie is said' all 'fails 4 "dir/mix\.wav.*folder"' early 'gone dir/cd'
run mix song -o mix.mp3
claim 'a mix in a format that cannot be written is refused before any work' all 'fails 2 "mix\.mp3.*\.wav"' early
run mix song -o mix.flac --bits 32f
claim 'so is float in FLAC' all 'fails 2 "mix\.flac.*FLAC"' early
for name in - /dev/null; do
  run mix song -o $name --force
  claim "a mix is not written to $name, it could not be read back" all 'exits 2 || exits 4' one_line early 'says "read back"'
done
sed -e 's/bits: 16/bits: 32f/; s/format: wav/format: flac/' out/master.yaml >float.yaml; cp out/mix.wav .
run master --plan float.yaml -o other
claim 'a plan for float in FLAC is refused with its place' all 'fails 3 "float\.yaml:[0-9]+:[0-9]+: .*FLAC"' early 'gone other'
rm mix.wav
sed -e 's/target: cd/target: vinyl9/' out/master.yaml >vinyl.yaml; cp out/mix.wav .
run master --plan vinyl.yaml -o other
claim 'so is one for a place that nobody knows' all 'fails 3 "vinyl\.yaml:[0-9]+:[0-9]+: .*vinyl9"' early 'gone other'
rm mix.wav

# stdout that cannot take the result
for closed in '>&-' '>/dev/full'; do
  rm -rf other
  eval '"$lacquer" finish song --for cd -o other' "$closed" 2>why
  code=$?
  claim "a result that cannot be printed ($closed) is exit 4, the files are there" all 'exits 4' 'there other/cd/song.wav' 'grep -q "standard output" why'
done
rm -rf other
"$lacquer" finish song --for cd -o other 2>/dev/null | true
claim 'a reader that goes away leaves the files' all 'there other/cd/song.wav other/report.json' 'no_litter other'

# Writing stops in the middle: a limit on the size of files acts like a full disk.
limited() { (ulimit -f "$1"; shift; "$lacquer" "$@" >"$scratch/.log/out" 2>"$scratch/.log/err"); code=$?; err=$(cat "$scratch/.log/err"); out=$(cat "$scratch/.log/out"); }
limited 500 finish song --for spotify,cd -o out --force
claim 'when the mix cannot be written whole the earlier outputs stay' all 'exits 4' 'says "mix\.wav"' untouched
limited 500 finish song --for spotify,cd -o fresh
claim 'and a first run leaves nothing' all 'exits 4' 'gone fresh'
limited 500 mix song -o limit.wav
claim 'mix leaves no mix' all 'exits 4' 'gone limit.wav limit.session.yaml' 'no_litter .'
limited 500 process out/mix.wav -o limit.flac --chain trim
claim 'nor does process, in FLAC' all 'exits 4' 'gone limit.flac' 'no_litter .'

# A disk that is really full, where this machine lets us have one.
disk=$scratch/disk
mkdir disk
if mount -t tmpfs -o size=8m lacquer-test "$disk" 2>/dev/null; then
  trap 'umount "$disk" 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
  run finish song --for cd -o disk/out
  claim 'a song fits on a small disk' exits 0
  state disk/out >before.disk
  head -c 20m /dev/zero >disk/fill 2>/dev/null
  run finish song --for spotify,cd,hires -o disk/out --force
  claim 'on a full disk the reason is said' all 'exits 4' 'says "[Nn]o space|full"'
  claim 'and the earlier outputs stay' all 'state disk/out | cmp - before.disk' 'no_litter disk'
  run process out/mix.wav -o disk/full.wav --chain trim
  claim 'process leaves nothing on it' all 'exits 4' 'gone disk/full.wav' 'no_litter disk'
  umount "$disk"
  trap 'cd /; rm -rf "$scratch"' EXIT
else
  skip 'a full disk' 'this machine lets us mount none'
fi
done_testing

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What was delivered keeps its promise, and what was changed afterwards is found.
. "$(dirname "$0")/tap.sh"

song song 12
run mix song -o whole.wav
ffmpeg -nostdin -v error -y -i whole.wav -af afade=t=out:st=10:d=2 -c:a pcm_s24le mix.wav
run master mix.wav --for spotify,cd,bandcamp -o out --anyway
claim 'a song is mastered' there out/report.json out/spotify/*.wav out/bandcamp/*.flac
before=$(cd out && find . -type f -exec md5sum {} + | sort)

run verify out
claim 'what was mastered passes, in a few lines' all 'exits 0' 'prints "^spotify: 1 track for Spotify, all as promised"' \
  'prints "^cd: 1 track for Compact Disc, all as promised"' 'prints "^pass: 0 errors, 0 warnings"' \
  '[ "$(printf "%s\n" "$out" | wc -l)" -le 12 ]'
claim 'and nothing was written' [ "$before" = "$(cd out && find . -type f -exec md5sum {} + | sort)" ]
run verify out --json --no-proof
claim 'JSON says the same' all 'printf "%s" "$out" >v.json' \
  'json ".schema == 1 and .errors == 0 and (.verdict | startswith(\"pass\"))" v.json' \
  'json "[.folders[] | select(.target == \"cd\") | .verdict] == [\"pass\"]" v.json' \
  'json "[.sounds[] | select(.target == \"spotify\")][0].sample_rate_hz == 44100" v.json'
run verify out --json --no-proof --jobs 1
claim 'on any number of threads' [ "$out" = "$(cat v.json)" ]

cp -r out louder
ffmpeg -nostdin -v error -y -i out/spotify/*.wav -af volume=2dB -c:a pcm_s24le -bitexact louder/spotify/*.wav
run verify louder --no-proof
claim 'a file that somebody made louder is found by its time and its report' all 'exits 5' \
  'prints "error +spotify/.* at 0:.*\[peak\]"' 'prints "\[too-loud\]"' 'prints "\[report\]"' 'prints "^fail: "' \
  'prints "^cd: .*all as promised"'
run verify louder/cd/*.wav
claim 'one file alone is judged by its folder' all 'exits 0' 'prints "all as promised"'
run verify louder/cd/*.wav --for spotify --no-proof
claim 'or by what is asked for' all 'exits 5' 'prints "\[bits\]"' 'prints "\[too-loud\]"'

mkdir lists
cp out/cd/*.wav lists/a.wav
cp out/bandcamp/*.flac lists/b.flac
(cd lists && md5sum -- * >MD5SUMS && sha256sum --tag -- *.wav *.flac >SHA256SUMS)
run verify lists
claim 'lists of md5sum and sha256sum are held' all 'exits 0' 'prints "checksums: 2 files"'
printf 'x' | dd of=lists/a.wav bs=1 seek=50000 conv=notrunc status=none
rm lists/b.flac
printf 'more\n' >"lists/$(printf 'new\nline')"
run verify lists
claim 'a changed byte, a file that is gone and one too many are each named once' all 'exits 5' \
  'prints "a.wav: .* by MD5SUMS and SHA256SUMS. \[checksum\]"' 'prints "b.flac: .*named by MD5SUMS, SHA256SUMS. \[file-missing\]"' \
  'prints "new.x0aline: .*\[file-extra\]"' 'prints "^fail: 2 errors, 2 warnings"'

mkdir empty
run verify empty
claim 'nothing to verify is no verdict' fails 3 'nothing to verify'
run verify gone
claim 'nor is what is not there' fails 3 'gone'
run verify out --for moon
claim 'an unknown destination lists all' fails 2 'moon'
run verify
claim 'something must be named' exits 2

mkdir many
for i in $(seq 300); do printf 'junk %d\n' "$i" >"many/$i.wav"; done
ln -s . many/self
run verify many
claim 'many files that are none are told in short' all 'exits 5' 'prints "and 100 more; --json has them all"' \
  'prints "^fail: 300 errors"'
chmod 000 many/1.wav
run verify many --json
if [ "$(id -u)" -eq 0 ]; then
  skip 'what may not be read is told' 'the superuser may read everything'
else
  claim 'what may not be read is told' prints '"id": "unreadable"'
fi
done_testing

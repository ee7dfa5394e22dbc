#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Programs of others read the tags that we write, and agree with every text and figure.
. "$(dirname "$0")/tap.sh"

for tool in mediainfo metaflac flac opusinfo mp3val loudgain sndfile-info; do
  command -v $tool >/dev/null || { echo "Bail out! $tool is missing; tools/install test installs it"; exit 1; }
done

# Loud and soft by turns, so that every loudness figure is another one; 12.3 s is no whole number of frames.
sound in.wav 12.3 '0.6*sin(2*PI*440*t)*(0.1+0.9*pow(sin(t/2),2))|0.5*sin(2*PI*550*t)*(0.1+0.9*pow(sin(t/2),2))'
frames=$(probe in.wav duration_ts)
ffmpeg -nostdin -v error -f lavfi -i testsrc=s=640x480:d=1 -frames:v 1 cover.png
ffmpeg -nostdin -v error -f lavfi -i testsrc=s=640x480:d=1 -frames:v 1 cover.jpg

write() { "$LACQUER_TAGGED" in.wav "$@" >figures || exit 1; } # OUT BITS KBPS [PICTURE]
write t16.wav 16 0
write t24.wav 24 0
write t16.flac 16 0 cover.png
write t24.flac 24 0 cover.jpg
write t.aiff 24 0 cover.png
write t.mp3 0 320 cover.jpg
write t.opus 0 128 cover.png
read -r lufs dbtp lra momentary short <figures

raw() { ffmpeg -nostdin -v error -i "$1" -map 0:a -f "$2" - | md5sum | cut -d' ' -f1; }
decoded() { ffmpeg -nostdin -v error -i "$1" -map 0:a -f s16le - | wc -c | awk '{ print $1 / 4 }'; }
tag() { ffprobe -v error -show_entries format_tags:stream_tags -of json "$1" | jq -r "[.format.tags, (.streams[].tags)] | map(. // {} | to_entries[]) | map(select((.key | ascii_downcase) == (\"$2\" | ascii_downcase) and (.value | startswith(\"Cover\") | not))) | .[0].value"; }
is() { [ "$(tag "$1" "$2")" = "$3" ] || { echo "$1: $2 is '$(tag "$1" "$2")'; want '$3'"; return 1; }; }
field() { LC_ALL=C.UTF-8 mediainfo "$1" | awk -F' *: ' -v name="$2" '$1 == name { print $2; exit }'; }
shows() { [ "$(field "$1" "$2")" = "$3" ] || { echo "mediainfo, $1: $2 is '$(field "$1" "$2")'; want '$3'"; return 1; }; }

title='Tin Harbour – Ночь'
artist='Björk & the <Señors>'
for file in t24.wav t24.flac t.aiff t.mp3 t.opus; do
  claim "ffprobe reads the main tags of $file" all \
    "is $file title '$title'" "is $file artist '$artist'" "is $file album 'Déjà Vu'" "is $file genre Folk" \
    "is $file date 2026-11-25" "is $file copyright '2026 The Band'" "is $file comment 'Remixed once'"
done
for file in t24.flac t.opus; do
  claim "ffprobe reads every comment of $file" all \
    "is $file version instrumental" "is $file featuring 坂本龍一" "is $file album_artist 'Various Ärtists'" \
    "is $file composer 'A. Composer'" "is $file lyricist 'B. Writer'" "is $file arranger 'C. Arranger'" \
    "is $file publisher 'D. Publisher'" "is $file isrc DEABC2600001" "is $file iswc T-034.524.680-1" \
    "is $file barcode 4006381333931" "is $file catalognumber 'LQ 001'" "is $file label 'Lacquer Recordings'" \
    "is $file producednotice '2026 The Label'" "is $file engineer 'E. Engineer'" "is $file message 'Thank you'" \
    "is $file track 3" "is $file tracktotal 12" "is $file disc 1" "is $file disctotal 2" "is $file itunesadvisory 1"
done
for file in t.mp3 t.aiff; do
  claim "ffprobe reads every frame of $file" all \
    "is $file TIT3 instrumental" "is $file featuring 坂本龍一" "is $file album_artist 'Various Ärtists'" \
    "is $file composer 'A. Composer'" "is $file TEXT 'B. Writer'" "is $file TSRC DEABC2600001" \
    "is $file iswc T-034.524.680-1" "is $file barcode 4006381333931" "is $file catalognumber 'LQ 001'" \
    "is $file publisher 'Lacquer Recordings'" "is $file TPRO '2026 The Label'" "is $file message 'Thank you'" \
    "is $file track 3/12" "is $file disc 1/2" "is $file itunesadvisory 1"
  claim "mediainfo reads $file" all "shows $file 'Track name' '$title'" "shows $file Performer '$artist'" \
    "shows $file ISRC DEABC2600001" "shows $file 'Track name/Total' 12" "shows $file Part/Total 2" "shows $file Cover Yes"
done
for file in t24.flac t.opus; do
  claim "mediainfo reads $file" all "shows $file 'Track name' '$title'" "shows $file Performer '$artist'" \
    "shows $file ISRC DEABC2600001" "shows $file Label 'Lacquer Recordings'" "shows $file Cover Yes"
done

# Broadcast Wave.
claim "mediainfo finds the loudness in bext" all "near '$(field t24.wav LoudnessValue)' $lufs 0.006" \
  "near '$(field t24.wav LoudnessRange)' $lra 0.006" "near '$(field t24.wav MaxTruePeakLevel)' $dbtp 0.006" \
  "near '$(field t24.wav MaxMomentaryLoudness)' $momentary 0.006" \
  "near '$(field t24.wav MaxShortTermLoudness)' $short 0.006"
claim "mediainfo reads the rest of bext" all "shows t24.wav 'Encoding settings' 'A=PCM,F=44100,W=24,M=stereo,T=Lacquer'" \
  "shows t24.wav Producer Lacquer" "[ '$(field t24.wav 'Encoded date' | tr -d ' ')' = 2026-11-25 ]" \
  "field t24.wav Description | grep -q 'Bjork & the <Senors> - Tin Harbour'"
chunks() { sndfile-info "$1" 2>/dev/null | awk '/^End/ { exit } /^(\*\*\* )?[A-Za-z0-9]+ +: [0-9]+/ { sub(/^\*\*\* /, ""); print $1 }' | tr '\n' ' '; }
for file in t16.wav t24.wav; do
  claim "$file has the plain tag, and nothing behind its sound" all \
    "sndfile-info $file | grep -q '0x1 => WAVE_FORMAT_PCM'" \
    "[ '$(chunks $file)' = 'Length RIFF JUNK fmt bext LIST iXML axml id3 JUNK data ' ] || { chunks $file; false; }"
  size=$(stat -c %s $file)
  bytes=$((frames * 2 * ${file:1:2} / 8))
  claim "the sound of $file ends where the file ends" test \
    "$(grep -obUa data $file | tail -n 1 | cut -d: -f1)" -eq $((size - bytes - 8))
done
claim "the ISRC stands in the XML chunks" all "grep -qa '<dc:identifier>ISRC:DEABC2600001</dc:identifier>' t16.wav" \
  "grep -qa '<ISRC>DEABC2600001</ISRC>' t16.wav"

# FLAC.
for bits in 16 24; do
  claim "flac finds no fault in $bits bits" flac -s -t t$bits.flac
  claim "$bits bits of FLAC are those of WAV" test "$(raw t$bits.wav s${bits}le)" = "$(raw t$bits.flac s${bits}le)"
  claim "its MD5 at $bits bits is that of the sound" test "$(metaflac --show-md5sum t$bits.flac)" = "$(raw t$bits.wav s${bits}le)"
done
claim "metaflac reads tags and picture" all "[ \"\$(metaflac --show-tag=ISRC t16.flac)\" = ISRC=DEABC2600001 ]" \
  "metaflac --export-picture-to=out.png t16.flac && cmp out.png cover.png" \
  "metaflac --export-picture-to=out.jpg t24.flac && cmp out.jpg cover.jpg" \
  "metaflac --list --block-type=PICTURE t24.flac | grep -q 'width: 640'"

# MP3 and Opus.
claim "mp3val finds no fault" all "mp3val t.mp3 | grep -q +ID3v2" "! mp3val t.mp3 | grep -q WARNING"
claim "opusinfo finds no fault" all "opusinfo t.opus | grep -q 'ISRC=DEABC2600001'" \
  "! opusinfo t.opus 2>&1 | grep -qiE 'warning|note:|error'" "opusinfo t.opus | grep -q 'image/png||640x480x24'"
claim "MP3 is as long as what went in" test "$(decoded t.mp3)" -eq "$frames"
claim "Opus is as long as what went in" near "$(decoded t.opus)" "$(awk -v n="$frames" 'BEGIN { print n * 48000 / 44100 }')" 0.51
claim "MP3 has the bit rate that was asked for" test "$(probe t.mp3 bit_rate)" -eq 320000

# ReplayGain as another program measures it.
# It writes nothing unless it is told to.
gain() { loudgain -q -a -O "$1" | awk -F'\t' 'NR == 2 { print $9 + 0, $3 + 0, $4 + 0 }'; }
for file in t24.flac t.mp3; do
  read -r theirs _ peak <<<"$(gain $file)"
  for kind in TRACK ALBUM; do
    # A lossy file is as loud as its source to a few hundredths.
    claim "loudgain agrees with ${kind}_GAIN of $file" near "$(tag $file REPLAYGAIN_${kind}_GAIN | cut -d' ' -f1)" "$theirs" 0.05
  done
done
read -r theirs _ peak <<<"$(gain t24.flac)"
claim "and with the peak, within 0.1 dB" awk -v a="$(tag t24.flac REPLAYGAIN_TRACK_PEAK)" -v b="$peak" \
  'BEGIN { d = 20 * log(a / b) / log(10); exit !(a > 0 && b > 0 && d < 0.1 && d > -0.1) }'
claim "loudness is what the gain says" near "$(tag t24.flac REPLAYGAIN_TRACK_GAIN | cut -d' ' -f1)" "$(awk -v l="$lufs" 'BEGIN { print -18 - l }')" 0.006
read -r theirs _ _ <<<"$(gain t.opus)"
for kind in TRACK ALBUM; do
  claim "loudgain agrees with R128_${kind}_GAIN" near "$(tag t.opus R128_${kind}_GAIN | awk '{ print $1 / 256 }')" "$theirs" 0.05
done
claim "Opus has no ReplayGain beside it" test "$(tag t.opus REPLAYGAIN_TRACK_GAIN)" = null

done_testing

#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole road on a small song: what must lie where, in which format, at which level, and that an
# independent meter (ffmpeg's ebur128) reads the same.
. "$(dirname "$0")/tap.sh"

song 'Night Drive' 7
run finish 'Night Drive' --for spotify,cd,hires,youtube,apple-music -o out
claim 'tracks become masters for five places' exits 0
claim 'plans, mix and report lie in the folder' \
  there out/session.yaml out/master.yaml out/mix.wav out/report.json
for target in spotify:wav cd:wav hires:flac youtube:wav apple-music:wav; do
  claim "the delivery for ${target%:*} lies at its name" \
    there "out/${target%:*}/Night Drive.${target#*:}"
done
only_these() { [ "$(find out -type f | wc -l)" -eq 9 ] || { find out -type f; return 1; }; }
claim 'nothing else was written' all only_these 'no_litter .'

peer() { # FILE: integrated loudness and true peak as ffmpeg hears them
  ffmpeg -nostdin -hide_banner -i "$1" -filter_complex ebur128=peak=true:framelog=verbose -f null - 2>&1 |
    awk '/Summary:/ { s = 1 } s && /I:/ { i = $2 } s && /Peak:/ { p = $2 } END { print i, p }'
}
# A true-peak meter may read from 0.4 dB low to 0.2 dB high (EBU Tech 3341), so two good ones part by
# more than the tenth that ffmpeg rounds to.
agrees() { # FILE LUFS DBTP
  local i p
  read -r i p < <(peer "$1")
  near "$i" "$2" 0.1 && near "$p" "$3" 0.2
}

claim 'the mix is 24-bit stereo at the rate of most tracks' \
  all '[ "$(probe out/mix.wav codec_name)" = pcm_s24le ]' '[ "$(probe out/mix.wav channels)" = 2 ]' \
  '[ "$(probe out/mix.wav sample_rate)" = 44100 ]'
claim 'the mix peaks 3 dB under full scale or lower' at_most "$(jq .mix.true_peak_dbtp out/report.json)" -3
claim 'ffmpeg reads the same of the mix' \
  agrees out/mix.wav "$(jq .mix.integrated_lufs out/report.json)" "$(jq .mix.true_peak_dbtp out/report.json)"
claim 'no limiter works on the mix' eval '! grep -q limiter out/session.yaml'
claim 'the cd is 16-bit at 44.1 kHz' all '[ "$(probe "out/cd/Night Drive.wav" codec_name)" = pcm_s16le ]' \
  '[ "$(probe "out/cd/Night Drive.wav" sample_rate)" = 44100 ]' '[ "$(probe "out/cd/Night Drive.wav" channels)" = 2 ]'
claim 'hires is 24-bit FLAC at the rate of the mix' all \
  '[ "$(probe "out/hires/Night Drive.flac" codec_name)" = flac ]' \
  '[ "$(probe "out/hires/Night Drive.flac" bits_per_raw_sample)" = 24 ]' \
  '[ "$(probe "out/hires/Night Drive.flac" sample_rate)" = 44100 ]'

keys='["file","duration_sec","sample_rate_hz","channels","bits","integrated_lufs","loudness_range_lu","max_momentary_lufs","max_short_term_lufs","true_peak_dbtp","sample_peak_dbfs"]'
claim 'the report says everything about the mix' json ".mix | . as \$m | $keys | all(. as \$k | \$m | has(\$k))" out/report.json
keys='["target","file","target_lufs","ceiling_dbtp","integrated_lufs","true_peak_dbtp","loudness_range_lu","plr_lu","verdict","reason"]'
claim 'the report says everything about each delivery' \
  json ".deliveries | length == 5 and all(. as \$d | $keys | all(. as \$k | \$d | has(\$k)))" out/report.json
claim 'every verdict is pass, or short with a reason' json \
  '.deliveries | all((.verdict == "pass" or .verdict == "short") and (.reason | length > 8))' out/report.json
claim 'what passed is within 0.1 LU of its target' json \
  '.deliveries | all(.verdict != "pass" or ((.integrated_lufs - .target_lufs) | fabs) <= 0.1)' out/report.json
claim 'PLR is peak over loudness' json \
  '.deliveries | all((.true_peak_dbtp - .integrated_lufs - .plr_lu) | fabs <= 0.02)' out/report.json
for i in 0 1 2 3 4; do
  IFS=$'\t' read -r target file lufs dbtp ceiling < <(
    jq -r ".deliveries[$i] | [.target, .file, .integrated_lufs, .true_peak_dbtp, .ceiling_dbtp] | @tsv" out/report.json)
  claim "ffmpeg reads the same of $target" agrees "out/$file" "$lufs" "$dbtp"
  claim "$target stays under its ceiling" at_most "$dbtp" "$(awk "BEGIN { print $ceiling + 0.1 }")"
done
claim 'what is printed is what the report says' prints "spotify +$(jq -r '.deliveries[0].integrated_lufs * 100 | round / 100' out/report.json)"

run finish out/mix.wav --for spotify -o from-mix
claim 'a finished mix goes the same road from its check on' all 'exits 0' \
  'there from-mix/spotify/mix.wav from-mix/master.yaml from-mix/report.json' 'gone from-mix/mix.wav from-mix/session.yaml'
run finish out/session.yaml --for spotify -o from-session --quiet
claim 'a session goes the same road from the mix on' all 'exits 0' \
  'there from-session/mix.wav "from-session/spotify/Night Drive.wav"' 'same out/mix.wav from-session/mix.wav' \
  '[ -z "$err" ]'
run finish 'Night Drive' --for cd,cd,spotify -o json --json --title 'Day Drive'
claim '--json prints the report, --title names the files, twice the same place is once' all 'exits 0' \
  'there "json/cd/Day Drive.wav"' 'printf %s "$out" | json ".deliveries | length == 2"' \
  '[ "$(printf %s "$out" | jq -S .)" = "$(jq -S . json/report.json)" ]'
run finish 'Night Drive' --for cd -o dry --dry-run
claim '--dry-run prints the plan and writes nothing' all 'exits 0' 'prints "name: Kick"' 'gone dry'
run finish 'Night Drive' --for cd --output=eq
claim 'an option may carry its value behind =' all 'exits 0' 'there eq/mix.wav'

run finish 'Night Drive' --for cd -o short -fq
claim 'letters may share a dash' all 'exits 0' 'there short/mix.wav' '[ -z "$err" ]'

run check out/mix.wav
claim 'check says that the mix is ready' all 'exits 0' 'prints "ready"'
ffmpeg -nostdin -v error -i out/mix.wav -af volume=6dB -c:a pcm_s24le hot.wav
run check hot.wav
claim 'a mix without headroom is sent back with what to do' all 'exits 5' 'prints "not-ready"' 'prints "fader"'
run master hot.wav --for spotify -o hot
claim 'and is not mastered' all 'exits 5' 'prints "not mastered"' 'gone hot/spotify hot/master.yaml' 'json ".check.verdict == \"not-ready\"" hot/report.json'
run master hot.wav --for spotify -o hot --anyway --force
claim 'unless told to, and then the check still says so' all 'exits 5' 'there hot/spotify/hot.wav'
done_testing

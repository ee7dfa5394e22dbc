#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Versions of a song: as long as the mix, on the same way through the desk, and mastered like it.
. "$(dirname "$0")/tap.sh"

song song 5
run mix song -o plain.wav
claim 'the song is mixed' exits 0
run mix plain.session.yaml -o mix.wav --versions instrumental,a-cappella,tv --json
claim 'versions are written beside a mix that they do not change' all 'exits 0' 'same plain.wav mix.wav' \
  'there mix_instrumental.wav mix_a-cappella.wav mix_tv.wav' 'gone mix_clean.wav' 'no_litter .'
claim '--json tells of them, and of the singers' eval 'printf %s "$out" | json ".versions |
  .voices == 2 and .leads == 1 and .null_peak_dbfs < -100 and (.files | map(.version) == [\"instrumental\", \"a-cappella\", \"tv\"])"'
lengths() { for file in "$@"; do probe "$file" duration_ts; done | sort -u | wc -l; }
claim 'all are as long as the mix, and 24-bit' all '[ "$(lengths mix.wav mix_*.wav)" -eq 1 ]' \
  '[ "$(probe mix_tv.wav codec_name)" = pcm_s24le ]'

# peak_db FILE [SECONDS]: in dBFS, of the left channel alone or in a stretch "1.2:1.6".
peak_db() {
  local trim=
  [ $# -lt 2 ] || trim="atrim=${2%:*}:${2#*:},"
  ffmpeg -nostdin -hide_banner -i "$1" -af "${trim}astats=measure_perchannel=none" -f null - 2>&1 |
    awk '/Peak level dB/ { print $NF == "-inf" ? -999 : $NF }'
}
rest() { # OUT MIX PART...: OUT is the mix minus the parts, in float
  local to=$1 mix=$2 inputs=() pads='[m]' n=1
  shift 2
  for file; do
    inputs+=(-i "$file")
    pads+="[$n]"
    n=$((n + 1))
  done
  ffmpeg -nostdin -v error -y -i "$mix" "${inputs[@]}" -filter_complex \
    "[0]aformat=dblp,aeval=-val(0)|-val(1)[m];${pads}amix=inputs=$n:normalize=0" -c:a pcm_f32le "$to"
}
rest rest.wav mix.wav mix_instrumental.wav mix_a-cappella.wav
claim 'instrumental and a cappella are the mix, as ffmpeg sums them, under -100 dBFS' at_most "$(peak_db rest.wav)" -100
rest lead.wav mix.wav mix_tv.wav
claim 'a TV mix lacks the lead, which comes in after a third, and nothing else' all \
  'at_most "$(peak_db lead.wav 0:1.6)" -100' 'at_most -40 "$(peak_db lead.wav 2:4)"'
rest backing.wav mix_tv.wav mix_instrumental.wav
claim 'and keeps the backing vocals' at_most -50 "$(peak_db backing.wav 0:1.6)"

with_main() { # CHAIN
  { grep -v '^main:' plain.session.yaml && printf 'main: {chain: [%s]}\n' "$1"; } >main.yaml
}
with_main 'compressor: {threshold: -40 dB, ratio: 4, attack: 5 ms, release: 80 ms}'
run mix main.yaml -o held.wav --versions instrumental,a-cappella
rest rest.wav held.wav held_instrumental.wav held_a-cappella.wav
claim 'a compressor on main holds them as it holds the mix' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'at_most "$(peak_db rest.wav)" -100'
with_main 'limiter: {gain: 12 dB}'
run mix main.yaml -o limited.wav --versions instrumental,a-cappella
claim 'what a limiter takes away is told' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'prints "add up to the mix within -[0-9]{1,2}\.[0-9] dBFS"'

run mix plain.session.yaml -o more.wav --versions tv,instrumental --stems stems --jobs 1 --block 64 --cpu base -q
claim 'beside stems, on one thread, in other blocks they are the same bytes' all 'exits 0' \
  'same mix_tv.wav more_tv.wav' 'same mix_instrumental.wav more_instrumental.wav' 'there stems/stems.txt'

sed '1a clean: [[2.5 s, 3 s]]' plain.session.yaml >clean.yaml
run mix clean.yaml -o said.wav --versions clean,instrumental -q
rest words.wav said.wav said_clean.wav
rest silent.wav said_clean.wav said_instrumental.wav
claim 'a clean version is the mix but for the words, which are its only difference' all 'exits 0' \
  'same plain.wav said.wav' 'at_most "$(peak_db words.wav 0:2.48)" -100' 'at_most -40 "$(peak_db words.wav 2.5:3)"' \
  'at_most -40 "$(peak_db silent.wav 3.02:3.5)"'

run mix plain.session.yaml -o no.wav --versions clean
claim 'where nothing is to be clean it says how to' all 'fails 3 "clean: \[\[12\.3 s, 12\.9 s\]"' 'gone no.wav no_clean.wav' 'no_litter .'
sed '/role: .*-vocal/d; s/name: .*Vox.*/name: Flute/; s/name: .*Vocal.*/name: Fiddle/' plain.session.yaml >flute.yaml
run mix flute.yaml -o no.wav --versions a-cappella
claim 'without voices there is nothing to take away' all 'exits 3' 'says "nothing to take away"' 'gone no.wav no_a-cappella.wav'
run mix plain.session.yaml -o no.wav --versions karaoke
claim 'an unknown version is told, with those there are' fails 2 'karaoke.*instrumental, a-cappella, tv or clean'
run mix plain.session.yaml -o mix.wav --versions tv
claim 'nothing is overwritten without --force' fails 4 'mix\.wav.*--force'
rm mix.wav mix.session.yaml 2>/dev/null
run mix plain.session.yaml -o mix.wav --versions tv
claim 'a version neither, and then there is no mix' all 'fails 4 "mix_tv\.wav.*--force"' 'gone mix.wav'
run mix plain.session.yaml -o loud.wav --versions instrumental --set main.fader=24dB
claim 'a version over full scale is an error, and leaves no mix' all 'exits 1' \
  'says "instrumental version reaches .* --bits 32f can"' 'gone loud.wav loud_instrumental.wav' 'no_litter .'
run finish plain.wav --for cd -o f --versions tv
claim 'a finished mix has none' fails 2 'a finished mix has no versions'

run finish song --for cd -o out --versions instrumental -q
claim 'finish writes them too, and its report lists them' all 'exits 0' 'there out/mix.wav out/mix_instrumental.wav' \
  'json ".versions.files[0].file == \"mix_instrumental.wav\"" out/report.json' 'no_litter .'
lufs() { jq ".deliveries[0].integrated_lufs" "$1"; }
run master --plan out/master.yaml --source out/mix_instrumental.wav -o versions -q
claim 'a version is mastered with the settings of the main one, and called by its own name' all \
  '[ $code -eq 0 ] || [ $code -eq 5 ]' 'there versions/cd/song_instrumental.wav' 'gone versions/cd/song.wav'
mix_lufs() { jq .mix.integrated_lufs "$1"; }
difference() { awk -v a="$1" -v b="$2" 'BEGIN { print a - b }'; }
claim 'it stays as much quieter than the main master as it is in the mix' near \
  "$(difference "$(lufs out/report.json)" "$(lufs versions/report.json)")" \
  "$(difference "$(mix_lufs out/report.json)" "$(mix_lufs versions/report.json)")" 1.0
claim 'which is no failure, and its reason is said' json \
  '.deliveries[0] | (.verdict == "short" or .verdict == "pass") and (.reason | length > 10)' versions/report.json
run master out/mix.wav --source x.wav --for cd -o v
claim '--source without --plan is told' fails 2 '--plan FILE says which plan'
done_testing

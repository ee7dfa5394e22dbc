#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What real folders hold besides good tracks: each is used and noted, or refused with its name.
. "$(dirname "$0")/tap.sh"

song good 4
fresh() { rm -rf song out && cp -r good song; }
finish() { run finish song --for cd -o out "$@"; }
noted() { grep -A 20 '^notes:' out/session.yaml | grep -qE -- "$1" || { echo "no note says: $1"; cat out/session.yaml | head -20; return 1; }; }
delivered() { exits 0 && there out/mix.wav out/cd/song.wav out/report.json; }
nothing_made() { gone out; }

# Where the samples of a WAV begin.
after_header() { echo $(($(LC_ALL=C grep -abo data "$1" | head -n 1 | cut -d: -f1) + 8)); }

mkdir none words
printf 'lyrics\n' >words/lyrics.txt
run finish none --for cd -o out
claim 'an empty folder is named' all 'fails 3 "no sound files in .none."' nothing_made
run finish words --for cd -o out
claim 'so is a folder without sound files' all 'fails 3 "no sound files in .words."' nothing_made
run finish missing --for cd -o out
claim 'so is a folder that is missing' all 'fails 3 "no file or folder .missing."' nothing_made
run mix none -o mix.wav
claim 'mix says the same' all 'fails 3 "no sound files in .none."' 'gone mix.wav mix.session.yaml'

fresh; printf 'lyrics\n' >song/lyrics.txt; printf '\377\330\377' >song/cover.jpg; mkdir song/old; cp song/*.wav song/old; printf x >song/.hidden.wav
finish
claim 'texts, pictures, folders and hidden files among the tracks are passed over' all delivered '[ "$(grep -c "^  - name:" out/session.yaml)" -ge 6 ]'

fresh; ffmpeg -nostdin -v error -i 'good/02 Snare.wav' -c:a aac 'song/07 Loop.m4a'
finish
claim 'a track in a format that is not read is named, with what to do, never passed over' \
  all 'fails 3 "07 Loop\.m4a.*M4A.*convert"' nothing_made

fresh; printf 'I am a text\n' >'song/07 Lie.wav'
finish
claim 'a text file called .wav stops the work and is named' all 'fails 3 "07 Lie\.wav.*text"' nothing_made

fresh; head -c 400000 'good/05 Lead Vox.wav' >'song/05 Lead Vox.wav'
finish
claim 'a truncated WAV is used as far as it goes, and noted' all delivered 'noted "05 Lead Vox\.wav.*cut off"'

fresh; sound song/empty.wav 0 0; ffmpeg -nostdin -v error -y -f lavfi -i anullsrc=r=44100:d=1 -frames:a 0 -c:a pcm_s16le song/09-zero.wav
finish
claim 'files of no length are left out, and noted' all delivered 'noted "09-zero\.wav.*no audio"' '! grep -q "name: zero" out/session.yaml'

fresh; head -c "$(after_header 'good/03 Bass DI.wav')" 'good/03 Bass DI.wav' >'song/08 Header.wav'
finish
claim 'a WAV that promises sound and holds none stops the work and is named' all 'fails 3 "08 Header\.wav.*holds no sound"' nothing_made

fresh; : >'song/07 Nothing.wav'
finish
claim 'a file of no bytes is named' all 'fails 3 "07 Nothing\.wav.*empty"' nothing_made

# NaN and infinity: a float WAV with some of its samples written over.
fresh
ffmpeg -nostdin -v error -y -i 'good/02 Snare.wav' -c:a pcm_f32le 'song/02 Snare.wav'
first=$(after_header 'song/02 Snare.wav')
put() { printf "$1" | dd of='song/02 Snare.wav' bs=1 seek=$((first + 4 * $2)) conv=notrunc status=none; }
for at in 40000 40400 80000; do put '\000\000\300\177' $at; done
put '\000\000\200\377' 90000
finish
claim 'NaN and infinity are silenced, counted and noted' all delivered 'noted "02 Snare\.wav. has 4 samples that are no numbers"' 'says "4 samples"' \
  'json ".mix.nonfinite_samples == 0 and .mix.true_peak_dbtp < 0" out/report.json'

mkdir blink; for name in Kick Bass Vox; do sound blink/$name.wav 0.2 '0.3*sin(2*PI*200*t)'; done
run finish blink --for cd -o out.blink
claim 'a song of 0.2 s has no loudness, and that is said' all 'fails 3 "blink. has 0\.20 s; .*0\.4 s"' 'gone out.blink'
run finish blink/Vox.wav --for cd -o out.blink
claim 'as a mix it is sent back' all 'exits 5' 'prints "0\.4 s"' 'gone out.blink/cd'
run master blink/Vox.wav --for cd -o out.blink --anyway --force
claim 'and cannot be mastered even if told to' all 'fails 3 "Vox\.wav.*0\.4 s.*cannot be mastered"' 'gone out.blink/cd'
mkdir short; for name in Kick Bass Vox; do sound short/$name.wav 0.5 '0.3*sin(2*PI*200*t)'; done
run finish short --for cd -o out.short
claim 'one of 0.5 s can be finished' all 'exits 0' 'there out.short/cd/short.wav'

fresh
ffmpeg -nostdin -v error -y -f lavfi -i 'aevalsrc=0.1*sin(200*t)|0.1*sin(300*t)|0.1*sin(400*t)|0.1*sin(50*t)|0.1*sin(500*t)|0.1*sin(600*t):c=5.1:d=4:s=48000' -c:a pcm_s24le 'song/07 Surround.wav'
finish
claim 'a 5.1 file is folded down to stereo' all delivered 'grep -q "07 Surround" out/session.yaml'
fresh
sound 'song/07 Phone.wav' 4 '0.1*sin(2*PI*700*t)' -ar 8000
sound 'song/08 Strings.wav' 4 '0.1*sin(2*PI*900*t)' -ar 192000
sound 'song/09 Amp.wav' 4 '0.1*sin(2*PI*300*t)' -ar 96000 -c:a pcm_f32le
ffmpeg -nostdin -v error -y -i 'good/04 Keys.wav' 'song/10 Pad.flac'
ffmpeg -nostdin -v error -y -i 'good/04 Keys.wav' -c:a pcm_s16be 'song/11 Organ.aiff'
ffmpeg -nostdin -v error -y -i 'good/04 Keys.wav' -c:a pcm_u8 'song/12 Synth.wav'
finish
claim 'files of 8, 44.1, 48, 96 and 192 kHz, of any depth and format, come to the rate of most' all delivered \
  'json ".mix.sample_rate_hz == 44100" out/report.json' '[ "$(grep -c "file: " out/session.yaml)" -eq 12 ]'
near_length() { near "$(jq .mix.duration_sec out/report.json)" "$(jq .mix.duration_sec out.good/report.json)" 1.5; }
run finish good --for cd -o out.good
claim 'and none of them plays at another speed' near_length

fresh; for f in song/*.wav; do ffmpeg -nostdin -v error -y -i "$f" -af volume=0 -c:a pcm_s24le q.wav && mv q.wav "$f"; done
finish
claim 'tracks that are all silent are a clear error' all 'exits 3' 'says "silent"' one_line 'gone out/mix.wav'
fresh; ffmpeg -nostdin -v error -y -i 'good/04 Keys.wav' -af volume=0 -c:a pcm_s24le 'song/04 Keys.wav'
finish
claim 'one silent track is muted, with the reason' all delivered 'grep -q "silent" out/session.yaml'
mkdir one; cp 'good/05 Lead Vox.wav' one/
run finish one --for spotify -o out.one
claim 'a single track can be finished' all 'exits 0' 'there out.one/spotify/one.wav'
mkdir loud; sound loud/Guitar.wav 4 'if(gt(sin(2*PI*110*t),0),0.999,-0.999)*(0.8+0.2*sin(t))'; sound loud/Vox.wav 4 '0.0001*sin(2*PI*440*t)'
run finish loud --for spotify -o out.loud
claim 'very loud beside very quiet still leaves headroom' all 'exits 0 || exits 5' 'at_most "$(jq .mix.true_peak_dbtp out.loud/report.json)" -3'
mkdir dc; sound dc/Bass.wav 4 '0.5+0.3*sin(2*PI*60*t)'; sound dc/Keys.wav 4 '0.2*sin(2*PI*600*t)'
run finish dc --for spotify -o out.dc
claim 'a track off the middle line goes through' all 'exits 0 || exits 5' 'there out.dc/mix.wav'

# Sessions written by hand
session() { printf 'lacquer: 1\n%s\n' "$1" >s.yaml; rm -rf out; run mix s.yaml -o s.wav --force; }
session 'tracks:
  - {name: Kick, file: "good/01 Kick.wav", out: a}
buses:
  - {name: a, out: b}
  - {name: b, out: a}'
claim 'a loop in the routing has its place' all 'fails 3 "^lacquer: s\.yaml:[0-9]+:[0-9]+: .*loop|^lacquer: s\.yaml:[0-9]+:[0-9]+: .*itself"' 'gone s.wav'
session 'tracks:
  - {name: Kick, file: "good/01 Kcik.wav"}'
claim 'a missing file has its place' all 'fails 3 "^lacquer: s\.yaml:3:25: .*01 Kcik\.wav.*did you mean .good/01 Kick\.wav."' 'gone s.wav'
session 'tracks:
  - name: Kick
    file: "good/01 Kick.wav"
    trim: 3 Hz'
claim 'a wrong unit has its place and the right one' all 'fails 3 "^lacquer: s\.yaml:5:11: .*3 Hz.*dB"' 'gone s.wav'
session 'tracks:
  - {name: Kick, file: "good/01 Kick.wav", pam: L30}'
claim 'an unknown key is answered with the right one' fails 3 "s\.yaml:3:.*pam.*pan"
session 'tracks: []'
claim 'a session without tracks says so' fails 3 'track|clip'
printf 'lacquer: 1\nmaster: mix.wav\ndeliveries: []\n' >s.yaml
run mix s.yaml -o s.wav
claim 'a master plan is no session' fails 3 's\.yaml'
run master --plan s.yaml -o out
claim 'a plan whose mix is missing says so' all 'exits 3' 'says "s\.yaml:2:9: .*mix\.wav"' nothing_made
cp good/*Kick.wav kick.wav
run mix kick.wav -o s.wav
claim 'one file is no folder of tracks' fails 2 'expected a folder of tracks or a session'
run check words/lyrics.txt
claim 'a text is no mix' fails 3 'lyrics\.txt.*text'
run finish words/lyrics.txt --for cd -o out
claim 'finish says so too and leaves nothing' all 'fails 3 "lyrics\.txt.*text"' nothing_made
run finish good --for cd -o out --tempo fast
claim 'a tempo that is no number is refused before any work' all 'fails 2 "tempo.*fast"' nothing_made
claim 'nothing half-written lies about' no_litter .
done_testing

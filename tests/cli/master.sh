#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What a person tells the master assistant, and what it answers.
. "$(dirname "$0")/tap.sh"

song song 12
run mix song -o mix.wav
claim 'there is a mix' exits 0
cp mix.wav A.wav
cp mix.wav 'B:0.5.wav'
run master mix.wav --for spotify -o plain --anyway
claim 'it is mastered' prints 'spotify .*(pass|short)'

run master mix.wav --for spotify -o level --anyway --amount tone=0,width=0,dynamics=0,level=0
claim 'an amount of nothing changes nothing but the peaks' all 'prints "spotify .*(pass|short)"' \
  '! grep -qE "^chain:" level/master.yaml' 'grep -q "as asked: --amount level=0" level/master.yaml'
run master mix.wav --for spotify -o weak --anyway --strength 0
claim 'nor does a strength of 0, but for the level' all 'prints "spotify .*(pass|short)"' \
  '! grep -qE "^chain:" weak/master.yaml'
run master mix.wav --for spotify -o genre --anyway --genre metal
claim 'a genre is gone by' grep -q 'metal records' genre/master.yaml
run master mix.wav --for spotify -o refs --anyway --reference A.wav --reference A.wav:0.5 --reference 'B:0.5.wav'
claim 'references have weights, and a name may have a colon' all \
  'grep -q "reference A.wav, weight 0.5" refs/master.yaml' \
  'grep -q "reference B:0.5.wav, weight 1" refs/master.yaml' 'grep -q "3 references" refs/master.yaml'

refused() { fails 2 "$1" && gone no; }
run master mix.wav --for spotify -o no --genre polka
claim 'an unknown genre lists the genres' refused 'no genre .polka.; genres: pop, rock'
run master mix.wav --for spotify -o no --amount size=1
claim 'an unknown amount says what there is' refused "--amount has 'size=1'; expected tone, width, dynamics or level"
run master mix.wav --for spotify -o no --amount tone=1.5
claim 'so does one out of range' refused "--amount has 'tone=1.5'; expected"
run master mix.wav --for spotify -o no --reference A.wav:heavy
claim 'a weight must be a number' refused "--reference 'A.wav' has the weight 'heavy'; expected"
run master mix.wav --for spotify -o no --strength 2
claim 'a strength is 0 to 1' refused "--strength is '2'"
run master mix.wav --for spotify -o no --reference gone.wav
claim 'a reference must be there' all 'fails 3 "gone.wav.* is not there"' 'gone no'
run master --plan plain/master.yaml -o no --genre rock
claim 'a plan is not decided again' refused '--genre is for the assistant; with --plan'

ffmpeg -v error -i mix.wav -af volume=30dB -c:a pcm_s24le hot.wav
run master hot.wav --for spotify -o hot
claim 'a mix that is not ready is refused' all 'exits 5' 'gone hot/master.yaml' 'prints "not mastered"'
run master hot.wav --for spotify -o hot --anyway --force
claim '--anyway masters it, and the plan says so' all 'exits 5' \
  'grep -q "mastered anyway, although the check sends the mix back" hot/master.yaml'
done_testing

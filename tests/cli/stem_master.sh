#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Mastering from stems: the stems of a mix become its masters, and the plan of the stems can be
# changed and rendered again.
. "$(dirname "$0")/tap.sh"

song song 8
run mix song -o mix.wav --stems stems
claim 'a mix and its stems are there' exits 0
run master mix.wav --stems stems --for spotify -o out --anyway
claim 'stems become a mix with a plan, and masters' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'there out/stems.yaml' 'there out/stems.wav' 'there out/master.yaml' 'there out/spotify/mix.wav' 'no_litter .'
claim 'the plan says that they add up to the mix' grep -q "as they are, the stems add up to 'mix.wav'" out/stems.yaml
claim 'the report names the plan' eval 'json ".session == \"stems.yaml\"" <out/report.json'
run mix out/stems.yaml -o again.wav --force -q
claim 'the plan renders to the same mix again' all '[ $code -eq 0 ] || [ $code -eq 5 ]' 'there again.wav'

run master --stems stems --for spotify -o alone --anyway
claim 'the mix need not be there; the folder gives the name' all '[ $code -eq 0 ] || [ $code -eq 5 ]' 'there alone/spotify/stems.wav'
run master mix.wav --stems nowhere --for spotify -o none
claim 'a folder that is not there is an error and leaves nothing' all 'exits 3' 'gone none'
run master mix.wav --stems stems --for spotify -o stems
claim 'a mix among the stems would be a stem the next time' all '[ $code -ne 0 ]' 'gone stems/stems.wav' 'gone stems/stems.yaml'
run master --stems stems --plan out/master.yaml -o none
claim 'a plan and stems are one too many' exits 2
run master mix.wav --roles a=bass --for spotify -o none
claim 'roles need stems' exits 2
run master mix.wav --stems stems --for spotify -o out --anyway
claim 'nothing is overwritten without --force' exits 4
done_testing

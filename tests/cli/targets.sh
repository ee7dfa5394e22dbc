#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Destinations as a person sees them, and a person's own file over them.
. "$(dirname "$0")/tap.sh"

own=$XDG_CONFIG_HOME/lacquer
narrow() { [ "$(printf '%s\n' "$out" | awk 'length > 80' | wc -l)" -eq 0 ] || { echo 'wider than 80 columns'; return 1; }; }

run targets
claim 'targets lists the destinations' all 'exits 0' 'prints "^spotify "' 'prints "^cd "' 'prints "^hires "' 'prints "lacquer targets ID"' narrow
ids=$(printf '%s\n' "$out" | sed -n 's/^\([a-z][a-z-]*\) .*/\1/p')
claim 'there are nineteen' eval '[ "$(printf "%s\n" "$ids" | wc -l)" -eq 19 ]'
for id in $ids; do
  run targets "$id"
  claim "targets $id says all, with reason, source and date" all 'exits 0' "prints '^$id: '" 'prints "^  Why "' \
    'prints "^  Behaviour "' 'prints "^  Source "' 'prints "^  Confidence  *(high|medium|low|choice), 20[0-9-]*$"' narrow
done
run targets --json
claim 'all of it as JSON' all 'exits 0' \
  'printf %s "$out" | json "length == 19 and all(.sources | length > 0) and all(has(\"loudness_lufs\") and has(\"ceiling_dbtp\") and has(\"dither\") and has(\"codecs\") and has(\"plays_at_lufs\"))"'
run targets spotify --json
claim 'one of them as JSON' all 'exits 0' \
  'printf %s "$out" | json ".id == \"spotify\" and .codecs[0] == {codec: \"vorbis\", kbps: 320} and .plays_at_lufs == -14 and .file == null"'
run targets spotfy
claim 'an unknown one is a usage error that lists them' fails 2 "no destination 'spotfy'. Destinations: spotify, "

mkdir -p "$own"
cat >"$own/targets.yaml" <<'END'
lacquer: 1
targets:
  - {id: cd, loudness: -10 LUFS}
  - {id: my-shop, loudness: -15 LUFS, ceiling: -1.5 dBTP, bits: 16}
END
run targets cd --json
claim 'a file of one'"'"'s own changes a destination' all 'exits 0' 'printf %s "$out" | json ".loudness_lufs == -10 and .ceiling_dbtp == -0.5 and (.file | endswith(\"lacquer/targets.yaml\"))"'
run targets
claim 'and adds one' all 'exits 0' 'prints "^my-shop .*yours"' narrow
run targets my-shop
claim 'which can be looked at' all 'exits 0' 'prints "Changed by "' '! prints "^  Why"'
printf 'lacquer: 1\ntargets:\n  - {id: cd, loudness: -11 LUFS}\n' >more.yaml
run targets cd --targets more.yaml --json
claim '--targets lies on top of that' all 'exits 0' 'printf %s "$out" | json ".loudness_lufs == -11"'
unset_config() { XDG_CONFIG_HOME='' HOME=$scratch/home "$lacquer" "$@"; }
mkdir -p home/.config/lacquer
printf 'lacquer: 1\ntargets:\n  - {id: at-home, loudness: -11, ceiling: -1}\n' >home/.config/lacquer/targets.yaml
claim 'without XDG_CONFIG_HOME it is looked for in ~/.config' eval 'unset_config targets | grep -q "^at-home "'
claim 'without a home there is none' eval 'env -u HOME -u XDG_CONFIG_HOME "$lacquer" targets | grep -q "^cd "'
run manual targets
claim 'the manual is the same for everybody' all 'exits 0' '! prints my-shop'
run targets --targets none.yaml
claim 'a file that is named must be there' fails 3 "none.yaml: there is no such file"

printf 'lacquer: 1\ntargets:\n  - {id: cd, loudness: loud}\n' >"$own/targets.yaml"
run targets
claim 'a wrong value says where it stands' fails 3 "targets.yaml:3:24: loudness is 'loud'; expected -40 to 0 LUFS"
sound mix.wav 4 '0.15*sin(2*PI*220*t)*(1+0.5*sin(2*PI*3*t))|0.15*sin(2*PI*330*t)*(1+0.5*sin(2*PI*2*t))'
run master mix.wav --for cd --anyway -o broken
claim 'master refuses it too, before it writes anything' all 'fails 3 "loudness is .loud."' '[ ! -e broken ]'
run meter mix.wav
claim 'commands without destinations do not mind' 'exits' 0
rm "$own/targets.yaml"
mkdir "$own/targets.yaml"
run targets
claim 'a folder in its place is an error' fails 3 'this is a folder'
rmdir "$own/targets.yaml"
ln -s nowhere "$own/targets.yaml"
run targets
claim 'so is a link to nothing' fails 3 'there is no such file'
rm "$own/targets.yaml"

printf 'lacquer: 1\ntargets:\n  - {id: shop, name: Shop, loudness: -20 LUFS, ceiling: -2 dBTP, bits: 16, dither: shaped, rate: 44.1 kHz, plays_at: -24 LUFS}\n' >shop.yaml
run master mix.wav --for shop,vinyl,broadcast-ebu,spotify --targets shop.yaml --anyway -o out
claim 'a master is made for a place of one'"'"'s own' eval '[ -f out/shop/mix.wav ]'
claim 'the summary says what each place will do' all 'prints "there: turned down by 4.0 dB"' 'prints "there: left alone"'
report() { jq -e "$1" out/report.json >/dev/null || { jq .deliveries out/report.json; return 1; }; }
claim 'so does the report, for programs' all \
  'report ".deliveries[0].service | .action == \"turned-down\" and (.gain_db + 4 | fabs) < 0.06 and .text == \"turned down by 4.0 dB\""' \
  'report ".deliveries[1].service.action == \"left-alone\""' 'report ".deliveries[2].service.action == \"left-alone\""'
claim 'the dither is the row'"'"'s' grep -q 'dither: shaped' out/master.yaml
claim 'the pre-master for vinyl has 24 bits and is hardly limited' all \
  'report ".deliveries[1] | .target == \"vinyl\" and .bits == 24 and .limiter_reduction_db < 1"'
run master --plan out/master.yaml --targets shop.yaml -o out --force
claim 'its plan can be rendered again' eval '[ "$code" -eq 0 ] || [ "$code" -eq 5 ]'
run master --plan out/master.yaml -o again
claim 'but not without the file' fails 3 "no destination 'shop'"
done_testing

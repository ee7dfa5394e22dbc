#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What a person sees who asks for help or mistypes.
. "$(dirname "$0")/tap.sh"

plain() { ! printf '%s%s' "$out" "$err" | grep -q $'\033' || { echo 'escape bytes'; return 1; }; }
run
claim 'lacquer alone is a usage error that shows the commands' all 'exits 2' 'says "lacquer finish"' '[ -z "$out" ]' plain
run --help
claim 'lacquer --help lists every command' all 'exits 0' '[ -z "$err" ]' plain
commands=$(printf '%s\n' "$out" | sed -n 's/^  lacquer \([a-z]*\) .*/\1/p')
claim 'there are at least eight' eval '[ "$(printf "%s\n" "$commands" | wc -l)" -ge 8 ]'
for command in $commands; do
  run "$command" --help
  claim "$command --help shows usage and an example" all 'exits 0' "prints '^usage: lacquer $command'" \
    "prints 'eg: .*lacquer $command'" '[ -z "$err" ]' plain 'prints "Show this page"'
  first=$out
  run help "$command"
  claim "help $command says the same" all 'exits 0' '[ "$out" = "$first" ]'
  run "$command" --nonsense-option
  claim "$command refuses an unknown option in one sentence" fails 2 "'$command' has no option '--nonsense-option'\."
done
run --version
claim '--version says the version' all 'exits 0' 'prints "^lacquer [0-9]"'
run finsh
claim 'a mistyped command is answered with the right one' fails 2 "no command 'finsh'; did you mean 'finish'\? 'lacquer --help'"
run zzzzzz
claim 'what is like nothing is not guessed at' fails 2 "no command 'zzzzzz'\. 'lacquer --help'"
run processors compresor
claim 'an unknown processor is a usage error that helps' fails 2 'lacquer processors'
run processors compressor --json
claim 'a processor tells programs its settings' all 'exits 0' \
  'printf %s "$out" | json ".params | length > 4 and all(has(\"unit\") and has(\"min\") and has(\"default\"))"'
run targets cd more
claim 'one name too many is a usage error' fails 2 'usage: lacquer targets'

# On a terminal: colour, unless NO_COLOR or a dumb terminal forbids it.
if command -v script >/dev/null && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  on_terminal() { script -qec "$*" /dev/null </dev/null 2>&1; }
  claim 'on a terminal an error is coloured' eval 'TERM=xterm on_terminal "$lacquer" finish none --for cd -o x | grep -q $'"'\\033'"
  claim 'NO_COLOR takes the colour away' eval '! NO_COLOR=1 TERM=xterm on_terminal "$lacquer" finish none --for cd -o x | grep -q $'"'\\033\\[3'"
  claim 'so does a dumb terminal' eval '! TERM=dumb on_terminal "$lacquer" finish none --for cd -o x | grep -q $'"'\\033'"
else
  skip 'colours on a terminal' 'no script(1) here'
fi
done_testing

# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of the program share. Source it first, end with `done_testing`.
#
#   run ARGUMENTS...     runs lacquer; afterwards $code, $out (stdout) and $err (stderr) say how it went
#   claim TEXT COMMAND   one line of TAP: ok when the command succeeds
#   exits N, says PATTERN, prints PATTERN, silent    about the last run, for use in claims
#   sound FILE SECONDS EXPRESSION [OPTIONS...]       a file from a formula in t, one part a channel
#   song FOLDER [SECONDS]                            six tracks that sound like a small band
#
# A scratch folder is the working folder; it goes away at the end.
set -u
export LC_ALL=C
lacquer=${LACQUER_BIN:?names the program to test}
source_root=${LACQUER_SOURCE:?names the folder of the source}
unset NO_COLOR TERM
scratch=$(mktemp -d "${TMPDIR:-/tmp}/lacquer-test-XXXXXX")
trap 'cd /; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
mkdir -p "$scratch/.log"
export XDG_CONFIG_HOME=$scratch/.config # and not what the person who tests keeps
n_claims=0
code=0
out=
err=

for tool in ffmpeg ffprobe jq; do
  command -v $tool >/dev/null || { echo "Bail out! $tool is missing; tools/install test installs it"; exit 1; }
done

run() {
  last="lacquer $*"
  "$lacquer" "$@" >"$scratch/.log/out" 2>"$scratch/.log/err" </dev/null
  code=$?
  out=$(tr -d '\0' <"$scratch/.log/out")
  err=$(tr -d '\0' <"$scratch/.log/err")
}

claim() {
  local text=$1
  shift
  n_claims=$((n_claims + 1))
  if "$@" >"$scratch/.log/why" 2>&1; then
    echo "ok $n_claims - $text"
  else
    echo "not ok $n_claims - $text"
    echo "# wanted: ${*:0:400}" | head -n 3
    sed 's/^/# /' "$scratch/.log/why" | tail -n 10
    echo "# last run: ${last:-none}"
    echo "# exit code $code"
    printf '%s\n' "$out" | tail -n 8 | sed 's/^/# out: /'
    printf '%s\n' "$err" | tail -n 8 | sed 's/^/# err: /'
  fi
}

skip() { # CLAIM WHY
  n_claims=$((n_claims + 1))
  echo "ok $n_claims - $1 # SKIP $2"
}

done_testing() {
  echo "1..$n_claims"
  exit 0
}

exits() { [ "$code" -eq "$1" ] || { echo "exit code $code; expected $1"; return 1; }; }
says() { printf '%s' "$err" | grep -qE -- "$1" || { echo "stderr does not say: $1"; return 1; }; }
says_not() { ! printf '%s' "$err" | grep -qE -- "$1" || { echo "stderr says: $1"; return 1; }; }
prints() { printf '%s' "$out" | grep -qE -- "$1" || { echo "stdout does not say: $1"; return 1; }; }
one_line() { [ "$(printf '%s\n' "$err" | wc -l)" -eq 1 ] || { echo "expected one line on stderr"; return 1; }; }

# fails N PATTERN: the last run ended with N, said PATTERN in one line and nothing on stdout.
fails() {
  exits "$1" && says "$2" && one_line && { [ -z "$out" ] || { echo "stdout is not empty"; return 1; }; }
}
all() { # all 'claim one' 'claim two': every command must hold
  local each
  for each; do eval "$each" || { echo "does not hold: $each"; return 1; }; done
}

same() { cmp "$1" "$2"; }
there() { local f; for f; do [ -s "$f" ] || { echo "'$f' is missing or empty"; return 1; }; done; }
gone() { local f; for f; do [ ! -e "$f" ] || { echo "'$f' is there"; return 1; }; done; }
# No temporary file anywhere below the given folders.
no_litter() { local f; f=$(find "$@" -name '.lacquer*'); [ -z "$f" ] || { echo "left behind: $f"; return 1; }; }
# near GOT WANT TOLERANCE
near() { awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; if (d < 0) d = -d; if (a == "" || b == "" || !(d <= t + 1e-9)) { print "got " a ", want " b " within " t; exit 1 } }'; }
at_most() { awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || !(a + 0 <= b + 0)) { print "got " a ", want at most " b; exit 1 } }'; }
# json CONDITION [FILE]: true of the one JSON value there; no value at all is not true.
json() { [ "$(jq "$@")" = true ] || { echo "not true: $1"; return 1; }; }
probe() { ffprobe -v error -select_streams a:0 -show_entries "stream=$2" -of default=nw=1:nk=1 "$1" | head -n 1; }

sound() {
  local file=$1 seconds=$2 formula=$3
  shift 3
  ffmpeg -nostdin -v error -y -f lavfi -i "aevalsrc='$formula':d=$seconds:s=44100" -c:a pcm_s24le "$@" -- "$file" ||
    ffmpeg -nostdin -v error -y -f lavfi -i "aevalsrc='$formula':d=$seconds:s=44100" -c:a pcm_s24le "$@" "./$file"
}

song() {
  local to=$1 d=${2:-6}
  mkdir -p "$to"
  ffmpeg -nostdin -v error -y \
    -f lavfi -i "aevalsrc='0.9*sin(2*PI*52*mod(t,0.5))*exp(-10*mod(t,0.5))':d=$d:s=44100" \
    -f lavfi -i "aevalsrc='(random(0)-0.5)*exp(-22*mod(t+0.5,1))+0.2*sin(2*PI*190*t)*exp(-30*mod(t+0.5,1))':d=$d:s=44100" \
    -f lavfi -i "aevalsrc='(0.3*sin(2*PI*55*t)+0.12*sin(2*PI*110*t)+0.05*sin(2*PI*220*t))*exp(-2*mod(t,0.5))':d=$d:s=44100" \
    -f lavfi -i "aevalsrc='0.1*(sin(2*PI*262*t)+sin(2*PI*330*t)+0.3*sin(2*PI*1048*t))*exp(-mod(t,2))|0.1*(sin(2*PI*263*t)+sin(2*PI*392*t)+0.3*sin(2*PI*1320*t))*exp(-mod(t,2))':d=$d:s=44100" \
    -f lavfi -i "aevalsrc='if(gt(t,$d/3),0.2*(sin(2*PI*440*t+3*sin(2*PI*5*t))+0.5*sin(2*PI*880*t)+0.4*sin(2*PI*2640*t))*(0.6+0.4*sin(2*PI*0.8*t)),0)':d=$d:s=44100" \
    -f lavfi -i "aevalsrc='0.15*(sin(2*PI*330*t)+0.4*sin(2*PI*660*t)+0.2*sin(2*PI*1980*t))*(0.5+0.5*sin(2*PI*0.6*t))':d=$d:s=48000" \
    -map 0 -c:a pcm_s24le "$to/01 Kick.wav" -map 1 -c:a pcm_s24le "$to/02 Snare.wav" \
    -map 2 -c:a pcm_s16le "$to/03 Bass DI.wav" -map 3 -c:a pcm_s24le "$to/04 Keys.wav" \
    -map 4 -c:a pcm_s24le "$to/05 Lead Vox.wav" -map 5 -c:a pcm_s24le "$to/06 Backing Vocal.wav"
}

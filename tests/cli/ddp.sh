#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# DDP sets and the sheets of a disc: lacquer ddp, and what programs that are not ours read in them.
. "$(dirname "$0")/tap.sh"

mkdir album hidden
"${LACQUER_MAKE_DISC:?names the program that makes the disc}" album || echo 'Bail out! no disc to test with'
"$LACQUER_MAKE_DISC" hidden hidden || echo 'Bail out! no hidden song to test with'

# have NAME CLAIM: is the program there? Otherwise the claim is skipped.
have() { command -v "$1" >/dev/null || { skip "$2" "$1 is not installed"; false; }; }
sectors() { # FILE FROM N
  tail -c +$(($2 * 2352 + 1)) "$1" | head -c $(($3 * 2352))
}
raw() { ffmpeg -nostdin -v error -i "$1" -f s16le -; }

run ddp show album/ddp
claim 'a good set can be pressed' all 'exits 0' 'prints "0 errors, 0 warnings: it can be pressed"' \
  'prints "02  01   00:09:00            00:07:00  DEABC2600002  copy           Zweite"' '[ -z "$err" ]'
run ddp show --json album/ddp
printf '%s' "$out" >show.json
claim 'the same for programs' all 'exits 0' 'json ".verdict == \"fine\" and .n_errors == 0" show.json' \
  'json ".disc.tracks[1].index_sectors == [675, 900] and .disc.lead_out_sector == 1800" show.json' \
  'json ".disc.title == \"Überfahrt\" and .disc.ean == \"4006381333931\"" show.json' \
  'json "[.files[].name] == [\"DDPID\", \"DDPMS\", \"PQDESCR\", \"CDTEXT.BIN\", \"IMAGE.DAT\"]" show.json'
claim 'md5sum agrees with CHECKSUM.MD5' eval '(cd album/ddp && md5sum --quiet -c CHECKSUM.MD5)'
claim 'and with what is shown' [ "$(jq -r '.files[] | .md5 + "  " + .name' show.json)" = \
  "$(cd album/ddp && md5sum DDPID DDPMS PQDESCR CDTEXT.BIN IMAGE.DAT)" ]

run ddp extract album/ddp -o out
claim 'a set comes back as a WAV for each track' all 'exits 0' \
  '[ "$(ls out | tr "\n" " ")" = "01_Erste.wav 02_Zweite.wav 03_Dritte.wav album.cue pq.txt " ]' \
  '[ "$out" = "$(ls out/*.wav)" ]' 'no_litter .'
for i in 1 2 3; do
  claim "track $i is its master to the last bit" eval "raw out/0${i}_*.wav | cmp - album/0$i.raw"
done
run ddp extract album/ddp -o out
claim 'what is there is not replaced' fails 4 "'out' is there already"
run ddp extract album/ddp -o out --force
claim 'but by force' all 'exits 0' 'there out/01_Erste.wav'
touch out/mine.txt
run ddp extract album/ddp -o out --force
claim 'and never with what did not come from here' all 'exits 4' 'says "holds .mine.txt."' 'there out/01_Erste.wav'
run ddp extract hidden/ddp -o hid
claim 'a hidden song is 00_Pause.wav' all 'exits 0' 'there hid/00_Pause.wav' \
  'eval "{ raw hid/00_Pause.wav; raw hid/01_Erste.wav; raw hid/02_Zweite.wav; raw hid/03_Dritte.wav; } | cmp - hidden/ddp/IMAGE.DAT"'
run ddp extract album/ddp -o none --dry-run
claim 'a dry run makes nothing' all 'exits 0' 'gone none'

cp -r album/ddp bad
printf 'X' | dd of=bad/IMAGE.DAT bs=1 seek=1000000 conv=notrunc status=none
run ddp show bad
claim 'a set with a changed sample is not pressed' all 'exits 5' 'prints "error +CHECKSUM.MD5, line 5: the checksum of IMAGE.DAT"' \
  'prints "2 errors, 0 warnings: do not press it"' 'says "the set has 2 errors"'
run ddp show --json bad
claim 'for programs too' all 'exits 5' 'printf %s "$out" | json ".verdict == \"errors\" and .n_errors == 2 and (.findings[0].kind == \"error\")"'
run ddp extract bad -o rescued
claim 'nothing is extracted from it' all 'exits 5' 'gone rescued' 'says "\-\-anyway takes what can be had"' '[ -z "$out" ]'
run ddp extract bad -o rescued --anyway
claim 'but anyway' all 'exits 5' 'there rescued/01_Erste.wav rescued/03_Dritte.wav'
head -c 3000000 album/ddp/IMAGE.DAT >bad/IMAGE.DAT
run ddp extract bad -o half --anyway
claim 'of half an image what is there is had' all 'exits 5' \
  'eval "{ raw half/01_Erste.wav; raw half/02_Zweite.wav; raw half/03_Dritte.wav; } | cmp - <(sectors album/ddp/IMAGE.DAT 150 1125)"'
rm bad/IMAGE.DAT
run ddp extract bad -o gone --anyway
claim 'without an image there is nothing' all 'exits 3' 'says "no image"' 'gone gone'
run ddp show album
claim 'what is no set is refused' fails 3 "'album' holds no DDP set; expected at least DDPID and DDPMS"
run ddp show nowhere
claim 'and what is not there' fails 3 "'nowhere' cannot be opened as a folder"
run ddp burn album/ddp
claim 'an unknown word is a usage error' fails 2 "ddp cannot 'burn'; expected show or extract"
run ddp extract album/ddp
claim 'extract needs a folder' fails 2 'extract needs a folder to make: -o OUT'

# CD-TEXT as libburn and libcdio read it.
texts() { # what `show` found, as "kind track text"
  jq -r '.disc as $d | ("title", "performer", "songwriter", "composer", "arranger", "message") as $k |
    ([$d] + $d.tracks) | to_entries[] | select(.value[$k]) | "\($k) \(.key) \(.value[$k])"' show.json
}
if [ -n "${LACQUER_READ_CDTEXT:-}" ]; then
  "$LACQUER_READ_CDTEXT" cdio album/ddp/CDTEXT.BIN 3 >cdio
  # libcdio 2.1.0 loses step behind a track without a text; among our messages there is one.
  claim 'libcdio reads the same texts' [ "$(grep -vE '^(isrc|ean|catalogue|message)' cdio)" = "$(texts | grep -v ^message)" ]
  claim 'libcdio reads the same codes' all 'grep -qx "ean 0 4006381333931" cdio' \
    'grep -qx "isrc 2 DEABC2600002" cdio' 'grep -qx "catalogue 0 LQ-001" cdio'
  "$LACQUER_READ_CDTEXT" burn album/ddp/CDTEXT.BIN 3 | iconv -f ISO-8859-1 -t UTF-8 >burn
  claim 'libburn reads the same texts' all 'grep -qx "Album Title  *= Überfahrt" burn' \
    'grep -qx "Track 03 Artist  *= Gäste" burn' 'grep -qx "Track 02 Message  *= Hallo" burn' \
    'grep -qx "Album Message  *= Gruß" burn' 'grep -qx "Composer  *= Bach" burn' \
    'grep -qx "Genre Code  *= Pop Music" burn' 'grep -qx "UPC / EAN  *= 4006381333931" burn' \
    'grep -qx "ISRC 03  *= DEABC2600003" burn' 'grep -qx "Last Track Number  *= 3" burn'
else
  skip 'CD-TEXT is read by other libraries' 'libburn or libcdio is not installed'
fi
if have cdrskin 'cdrskin finds no wrong CRC'; then
  skin() { # an emulated drive takes no sound, so the run always fails: it is what it says that counts
    cdrskin -v dev=stdio:/dev/null --allow_emulated_drives -sao -dummy textfile="$1" -audio album/album.wav 2>&1
  }
  (head -c 4 album/ddp/CDTEXT.BIN; printf X; tail -c +6 album/ddp/CDTEXT.BIN) >wrong.bin
  skin album/ddp/CDTEXT.BIN >good.log
  skin wrong.bin >wrong.log
  claim 'cdrskin finds no wrong CRC' all '! grep -q "CRC mismatch" good.log' 'grep -q "prohibited by non-CD" good.log'
  claim 'and would have found one' grep -q 'CRC mismatch' wrong.log
fi

# Sheets.
if have cdrdao 'cdrdao reads the TOC'; then
  cdrdao show-toc album/album.toc >toc 2>&1
  claim 'cdrdao reads our marks in the TOC' all 'grep -q "CATALOG NUMBER: 4006381333931" toc' \
    'grep -q "PREGAP 00:01:00(    75)" toc' 'grep -q "INDEX  2 00:10:00(   750)" toc' 'grep -q "END    00:22:00(  1650)" toc' \
    'grep -q "ISRC DE ABC 26 00002" toc' '[ "$(grep -c "COPY PERMITTED$" toc)" -eq 1 ]'
  claim 'and how long it is' [ "$(cdrdao toc-size album/album.toc 2>/dev/null)" = 1650 ]
  claim 'and all of its sound' eval '(cd album && cdrdao read-test album.toc) 2>&1 | grep -q "Read 1650 blocks"'
  # cdrdao 1.2.4 takes an INDEX above 01 in a sheet for a time within its track.
  grep -v 'INDEX 02' album/album.cue >album/plain.cue
  (cd album && cdrdao show-toc plain.cue) >toc 2>&1
  claim 'cdrdao reads our CUE sheet' all 'grep -q "PREGAP 00:01:00(    75)" toc' 'grep -q "START  00:07:00(   525)" toc' \
    'grep -q "END    00:22:00(  1650)" toc' 'grep -q "CATALOG NUMBER: 4006381333931" toc'
  claim 'and its sound, with no track too short' eval '(cd album && cdrdao read-test plain.cue) >read 2>&1'
fi
if have cueprint 'cuetools read the sheet'; then
  claim 'cueprint reads titles and codes' [ "$(cueprint -t '%n %t %p %i\n' album/album.cue)" = \
    $'1 Erste Åse Blank DEABC2600001\n2 Zweite Åse Blank DEABC2600002\n3 Dritte Gäste DEABC2600003' ]
  claim 'cuebreakpoints cuts where tracks begin' [ "$(cuebreakpoints album/album.cue | tr '\n' ' ')" = '0:07.00 0:14.00 ' ]
  claim 'cueconvert makes a TOC of it' eval 'cueconvert -i cue -o toc album/album.cue converted.toc && grep -q "ISRC \"DEABC2600002\"" converted.toc'
fi
claim 'one sheet is UTF-8 and the other ISO 8859-1' all 'iconv -f UTF-8 -t UTF-8 album/album.cue >/dev/null' \
  '[ "$(iconv -f ISO-8859-1 -t UTF-8 album/latin1.cue)" = "$(cat album/album.cue)" ]' '! iconv -f UTF-8 -t UTF-8 album/latin1.cue >/dev/null 2>&1'
if have flac 'flac takes the sheet into a file'; then
  flac -s -f --cuesheet=album/album.cue -o sheet.flac album/album.wav 2>/dev/null
  metaflac --list --block-type=CUESHEET sheet.flac >sheet
  claim 'flac takes the sheet into a file' all 'grep -q "media catalog number: 4006381333931" sheet' 'grep -q "ISRC: DEABC2600003" sheet' \
    '[ "$(grep -c "index\[" sheet)" -eq 5 ]' 'grep -q "offset: 617400" sheet'
fi
if have cd-info 'libcdio sees the image as a disc'; then
  cp album/ddp/IMAGE.DAT album/image.bin
  cd-info --no-device-info --no-cddb --cue-file=album/image.cue >info 2>&1
  claim 'libcdio sees the image as a disc' all 'grep -q "2: 00:11:00  000675 audio  false  yes" info' \
    'grep -q "001800 leadout" info' 'grep -q "(MCN): 4006381333931" info' 'grep -q "TITLE: Dritte" info'
  for i in '1 150 525' '2 675 525' '3 1200 600'; do
    read -r track start n <<<"$i"
    cd-read -c album/image.cue -m audio -s "$start" -e $((start + n - 1)) --no-hexdump -o "sectors.$track" >/dev/null 2>&1
    claim "cd-read gives the sectors of track $track's master" same "sectors.$track" "album/0$track.raw"
  done
fi
done_testing

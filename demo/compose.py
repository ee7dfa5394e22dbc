#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tin Harbour: the score of the demo song, and the hands that play it.

Usage: compose.py FOLDER   writes one MIDI file for each part that is recorded on its own.

The upper half is the score. Melodies are written "note:beats", "r" is a rest; chords are written by
name and looked up in a table of voicings; drums are a grid of sixteenths. The lower half is the
band: it moves every note a little in time and loudness, with a fixed seed, and writes MIDI.
"""
import math
import random
import struct
import sys

# ---------------------------------------------------------------------------------------- the score

TITLE = "Tin Harbour"
TEMPO_BPM = 130
BEATS = 4             # a bar
BARS = 18             # pick-up bar 0, verse 1-8, chorus 9-15, last chord 16, ring to the middle of 17
VERSE, VERSE_B, CHORUS, LAST = 1, 5, 9, 16

# One entry a bar; two chords share a bar half and half. Bar 0 is the pick-up.
CHART = """
    E7sus |
    F#m7  | D        | A        | E/G#    |
    F#m7  | D        | Bm7      | Esus E  |
    A     | C#m7     | D        | Esus E  |
    F#m7  | D Dm6    | A/E E7   | A       | A
"""

# chord: keys left hand, keys right hand, organ, guitar take 1, guitar take 2 (a higher inversion)
VOICINGS = {
    "E7sus": ("E2 E3",   "A3 B3 D4 E4",    "A3 D4 E4",  "E2 B2 E3 A3",   "B3 D4 E4"),
    "F#m7":  ("F#2 F#3", "A3 C#4 E4",      "A3 C#4 E4", "F#2 C#3 F#3 A3", "C#4 E4 A4"),
    "D":     ("D2 D3",   "A3 D4 F#4",      "A3 D4 F#4", "D3 A3 D4 F#4",  "D4 F#4 A4"),
    "A":     ("A1 A2",   "A3 C#4 E4",      "A3 C#4 E4", "A2 E3 A3 C#4",  "A3 C#4 E4"),
    "E/G#":  ("G#1 G#2", "G#3 B3 E4",      "G#3 B3 E4", "E2 B2 E3 G#3",  "B3 E4 G#4"),
    "Bm7":   ("B1 B2",   "A3 B3 D4 F#4",   "A3 D4 F#4", "B2 F#3 A3 D4",  "A3 D4 F#4"),
    "Esus":  ("E2 E3",   "A3 B3 E4",       "A3 B3 E4",  "E2 B2 E3 A3",   "B3 E4 A4"),
    "E":     ("E2 E3",   "G#3 B3 E4",      "G#3 B3 E4", "E2 B2 E3 G#3",  "B3 E4 G#4"),
    "C#m7":  ("C#2 C#3", "G#3 B3 E4",      "G#3 C#4 E4", "C#3 G#3 C#4 E4", "B3 E4 G#4"),
    "Dm6":   ("D2 D3",   "A3 B3 D4 F4",    "A3 D4 F4",  "D3 A3 D4 F4",   "D4 F4 A4"),
    "A/E":   ("E2 E3",   "A3 C#4 E4",      "A3 C#4 E4", "E2 E3 A3 C#4",  "C#4 E4 A4"),
    "E7":    ("E2 E3",   "G#3 B3 D4 E4",   "G#3 D4 E4", "E2 B2 D3 G#3",  "B3 D4 G#4"),
}
BASS_ROOTS = {"E7sus": "E1", "F#m7": "F#1", "D": "D2", "A": "A1", "E/G#": "G#1", "Bm7": "B1",
              "Esus": "E1", "E": "E1", "C#m7": "C#2", "Dm6": "D2", "A/E": "E1", "E7": "E1"}

# The lead sings "note:beats:vowel"; "s" after the vowel is a hissed consonant before the note.
# One line is one phrase: (first bar, how loud she sings it in dB, the tune). Phrases are uneven.
LEAD = [
    (1,  0.0, "r:.5 C#5:.75:os B4:.25:o A4:.5:e B4:.5:e A4:1:o r:.5 "
              "F#4:.5:as F#4:.25:o G#4:.25:e A4:2:e r:1"),
    (3, -5.0, "r:.5 E4:.5:o A4:.5:a A4:.5:es C#5:.75:o B4:.25:e A4:.5:e B4:.5:a "
              "B4:1.5:o G#4:.5:e E4:1:es r:1"),
    (5, +1.0, "r:.5 C#5:.75:as C#5:.25:o C#5:.5:e E5:.75:a D5:.25:e C#5:.5:o r:.5 "
              "F#4:.5:e A4:.5:as B4:.5:e A4:1.5:e r:1"),
    (7, -3.5, "r:.5 D5:.5:as D5:.5:o C#5:.5:e B4:1:a C#5:.5:e D5:.5:o "
              "E5:1.5:as B4:.5:e r:1 C#5:.5:e D5:.5:o"),
    (9, +2.0, "E5:1.5:e C#5:.5:a E5:1:a F#5:.5:o E5:.5:e E5:.5:o C#5:.5:e B4:1:as r:1 A4:.5:e B4:.5:o"),
    (11, -2.0, "F#5:1.5:a E5:.5:e D5:1:as C#5:.5:e D5:.5:o E5:2.5:a r:.5 C#5:.5:es D5:.5:e"),
    (13, +2.5, "E5:1:e C#5:.5:a A4:.5:o E5:1:as F#5:.5:o G#5:.5:e A5:1.5:a F#5:.5:o F5:1:as E5:.5:e D5:.5:o"),
    (15, -4.0, "C#5:1.5:e A4:.5:a B4:1:o r:.5 G#4:.5:es A4:4:a r:4"),
]

BACKING_1 = """
    r:2 C#5:1 D5:.5 C#5:.5       C#5:.5 G#4:.5 G#4:1 r:2
    D5:1.5 C#5:.5 A4:1 r:1       A4:1 B4:1.5 r:1.5
    C#5:3 r:1                    D5:2 D5:1.5 r:.5
    A4:2 G#4:1.5 r:.5            C#5:4.5
"""
BACKING_2 = """
    r:2 A4:1 B4:.5 A4:.5         G#4:.5 E4:.5 E4:1 r:2
    A4:1.5 A4:.5 F#4:1 r:1       E4:2.5 r:1.5
    A4:3 r:1                     A4:2 A4:1.5 r:.5
    E4:2 D4:1.5 r:.5             E4:4.2
"""

# Drums: sixteenths, "|" between beats. X accent, x stroke, o light, g ghost, O open (hat).
#          1    2    3    4
GROOVES = {
    "pickup":  {"snare": "....|....|X.gx|X.xX", "floor": "....|....|....|..x.", "kick": "....|....|x...|x...",
                "hat":   "x...|x...|....|...."},
    "verse":   {"kick":  "X...|....|x.o.|....", "stick": "....|X...|....|X...",
                "hat":   "X.o.|x.o.|X.o.|x.oo"},
    "verse_b": {"kick":  "X...|..o.|x.o.|....", "snare": "...g|X...|.g..|X..g",
                "hat":   "X.o.|x.o.|X.o.|x.O."},
    "fill":    {"kick":  "X...|..o.|x...|x...", "snare": "...g|X...|Xx..|....",
                "rack":  "....|....|..Xx|....", "floor": "....|....|....|XxXX", "hat": "X.o.|x.o.|....|...."},
    "chorus":  {"kick":  "X..o|..x.|X.x.|....", "snare": "....|X..g|..g.|X...",
                "ride":  "X.o.|x.o.|X.o.|x.o.", "hat":   "....|o...|....|o..."},
    "chorus_turn": {"kick": "X..o|..x.|X.x.|..x.", "snare": "....|X..g|..g.|X.xX",
                "rack":  "....|....|....|.x..", "ride": "X.o.|x.o.|X.o.|....", "hat": "....|o...|....|...."},
    "chorus_end": {"kick": "X..o|..x.|X...|....", "snare": "....|X...|..X.|X.XX", "ride": "X.o.|x.o.|X...|....",
                "rack":  "....|....|...x|....", "floor": "....|....|....|.x.x", "hat": "....|o...|....|...."},
    "last":    {"kick":  "X...|....|....|....", "floor": "o...|....|....|...."},
}
DRUM_BARS = (["pickup"] + 4 * ["verse"] + 3 * ["verse_b"] + ["fill"]
             + 3 * ["chorus"] + ["chorus_turn"] + 2 * ["chorus"] + ["chorus_end", "last"])
CRASHES = [CHORUS, CHORUS + 4, LAST]
STROKES = {"X": 112, "x": 94, "o": 74, "g": 38, "O": 92}
DRUM_KEYS = {"kick": 36, "snare": 38, "stick": 37, "hat": 42, "rack": 48, "floor": 43, "ride": 51,
             "crash": 49, "tambourine": 54}
TAMBOURINE = "o.g.|X.g.|o.g.|X.go"

# Bass: eighths of a bar, 1 root, 8 octave, 5 fifth, "-" hold, "." rest.
BASS_VERSE, BASS_VERSE_B, BASS_CHORUS = "1--1 1-5-", "1--1 1-15", "11-1 1151"

# ----------------------------------------------------------------------------------------- the band

PPQ = 960
BEAT_SEC = 60.0 / TEMPO_BPM
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def key_of(name):
    """C4 is 60."""
    return STEPS[name[0]] + name.count("#") + 12 * (int(name[-1]) + 1)


def chords():
    """[(beat, beats, chord)] over the whole song."""
    out = []
    for bar, text in enumerate(CHART.split("|")):
        names = text.split()
        for i, name in enumerate(names):
            out.append((bar * BEATS + i * BEATS / len(names), BEATS / len(names), name))
    return out


def tune(text, beat):
    """[(beat, beats, note name, marks)] without the rests."""
    out = []
    for token in text.split():
        fields = token.split(":")
        if fields[0] != "r":
            out.append((beat, float(fields[1]), fields[0], fields[2] if len(fields) > 2 else ""))
        beat += float(fields[1])
    return out


class Player:
    """One musician: a habit (ahead or behind), a slow drift, a jitter, an uneven hand."""

    def __init__(self, seed, behind_ms=0.0, jitter_ms=5.0, hand=6.0):
        self.random = random.Random(seed)
        self.behind_ms, self.jitter_ms, self.hand = behind_ms, jitter_ms, hand
        self.drift_ms = 0.0

    def when(self, beat):
        """Where a note written at a beat is really played, in beats."""
        self.drift_ms = 0.9 * self.drift_ms + self.random.gauss(0, 0.45 * self.jitter_ms)
        sixteenth = round(beat * 4) % 2 == 1
        swing_ms = 9.0 if sixteenth else 0.0
        off_ms = self.behind_ms + self.drift_ms + swing_ms + self.random.gauss(0, self.jitter_ms)
        return max(0.0, beat + off_ms / 1000.0 / BEAT_SEC)

    def how_hard(self, velocity):
        return max(1, min(127, round(velocity + self.random.gauss(0, self.hand))))


class Midi:
    """A type 0 MIDI file: notes, controllers and bends at beats."""

    def __init__(self):
        self.events = []

    def add(self, beat, order, *data):
        self.events.append((max(0, round(beat * PPQ)), order, len(self.events), bytes(data)))

    def program(self, number, channel=0, cents=0.0):
        self.add(0, 0, 0xC0 | channel, number)
        self.bend(0, cents, channel)

    def control(self, beat, number, value, channel=0):
        self.add(beat, 1, 0xB0 | channel, number, max(0, min(127, round(value))))

    def loudness(self, beat, db, channel=0):
        """Expression: the synthesiser's curve is 40 log10(value / 127)."""
        self.control(beat, 11, 127 * 10 ** (min(db, 0.0) / 40), channel)

    def bend(self, beat, cents, channel=0):
        value = max(0, min(16383, round(8192 + cents / 200 * 8192)))
        self.add(beat, 1, 0xE0 | channel, value & 127, value >> 7)

    def note(self, beat, beats, key, velocity, channel=0):
        self.add(beat, 2, 0x90 | channel, key, velocity)
        self.add(beat + beats, 0, 0x80 | channel, key, 0)

    def write(self, path):
        micros = round(60e6 / TEMPO_BPM)
        track = b"\x00\xff\x51\x03" + struct.pack(">I", micros)[1:]
        last = 0
        for tick, _, _, data in sorted(self.events):
            track += length(tick - last) + data
            last = tick
        track += length(max(0, (BARS + 1) * BEATS * PPQ - last)) + b"\xff\x2f\x00"
        with open(path, "wb") as out:
            out.write(b"MThd" + struct.pack(">IHHH", 6, 0, 1, PPQ))
            out.write(b"MTrk" + struct.pack(">I", len(track)) + track)


def length(n):
    """MIDI's variable-length number."""
    out = bytes([n & 127])
    while n > 127:
        n >>= 7
        out = bytes([n & 127 | 128]) + out
    return out


def drums():
    """One file a piece of the kit, so that every microphone can hear every piece."""
    players = {"kick": Player(11, -1, 3, 5), "snare": Player(12, 5, 4, 4), "hat": Player(13, 0, 4, 7),
               "rack": Player(14, 3, 5, 5), "floor": Player(15, 3, 5, 5), "ride": Player(16, 1, 4, 6),
               "crash": Player(17, 0, 3, 4)}
    files = {piece: Midi() for piece in players}
    for bar, groove in enumerate(DRUM_BARS):
        for row, grid in GROOVES[groove].items():
            piece = "snare" if row == "stick" else row
            for step, mark in enumerate(grid.replace("|", "")):
                if mark == ".":
                    continue
                key = 46 if mark == "O" else DRUM_KEYS[row]
                player = players[piece]
                at = player.when(bar * BEATS + step / 4)
                files[piece].note(at, 0.2, key, player.how_hard(STROKES[mark]), 9)
    for i, bar in enumerate(CRASHES):
        at = players["crash"].when(bar * BEATS)
        files["crash"].note(at, 8, DRUM_KEYS["crash"], players["crash"].how_hard((98, 86, 108)[i]), 9)
    return files


def tambourine():
    player, midi = Player(21, 4, 6, 8), Midi()
    for bar in range(CHORUS, LAST):
        for step, mark in enumerate(TAMBOURINE.replace("|", "")):
            if mark != ".":
                midi.note(player.when(bar * BEATS + step / 4), 0.2, DRUM_KEYS["tambourine"],
                          player.how_hard(STROKES[mark]), 9)
    midi.note(player.when(LAST * BEATS), 0.5, DRUM_KEYS["tambourine"], 110, 9)
    return midi


def ring_out(midi, channels):
    """The last chord dies away: its strings and pipes would otherwise sound until they are let go."""
    for step in range(140):
        t = step / 50
        for channel in channels:
            midi.loudness(LAST * BEATS + t / BEAT_SEC, -max(0, t - 0.3) ** 1.4 * 14, channel)


def bass():
    player, midi = Player(31, 3, 5, 6), Midi()
    midi.program(33)
    for beat, beats, name in chords():
        bar = int(beat // BEATS)
        if bar < VERSE or bar > LAST:
            continue
        root = key_of(BASS_ROOTS[name])
        if bar == LAST:
            midi.note(player.when(beat), 6.5, root, 108)
            ring_out(midi, [0])
            break
        pattern = BASS_CHORUS if bar >= CHORUS else BASS_VERSE_B if bar >= VERSE_B else BASS_VERSE
        pattern = pattern.replace(" ", "")[:int(beats * 2)]
        for i, mark in enumerate(pattern):
            if mark in "-.":
                continue
            held = 1 + len(pattern[i + 1:]) - len(pattern[i + 1:].lstrip("-"))
            key = root + {"1": 0, "5": 7, "8": 12}[mark]
            hard = (106 if i == 0 else 92 if i % 2 == 0 else 84) - (6 if bar < VERSE_B else 0)
            midi.note(player.when(beat + i / 2), held / 2 * 0.9, key, player.how_hard(hard))
    return midi


def guitar(take):
    """Palm-muted eighths in the second half of the verse, open strums in the chorus."""
    player = (Player(41, 2, 6, 7), Player(42, 6, 8, 8))[take]
    midi = Midi()
    midi.program(28, 0, (-3, 4)[take])
    midi.program(29, 1, (-3, 4)[take])
    strums = ("D.D. DUDU", "D.DU .UDU")[take].replace(" ", "")  # eighths
    for beat, beats, name in chords():
        bar = int(beat // BEATS)
        strings = [key_of(n) for n in VOICINGS[name][3 + take].split()]
        if VERSE_B <= bar < CHORUS:
            for i in range(int(beats * 2)):
                at = player.when(beat + i / 2)
                for j, key in enumerate(strings[:2]):
                    accent = 100 if i % 4 == 0 else 78 if i % 2 == 0 else 70
                    midi.note(at + 0.008 * j, 0.4, key, player.how_hard(accent + 4 * (bar - VERSE_B)))
        elif CHORUS <= bar < LAST:
            pattern = strums[:int(beats * 2)] if beats < BEATS else strums
            for i, mark in enumerate(pattern):
                if mark == ".":
                    continue
                held = 1 + len(pattern[i + 1:]) - len(pattern[i + 1:].lstrip("."))
                strum(midi, player, beat + i / 2, held / 2 * 0.93, strings, mark, 104 if i == 0 else 86)
        elif bar == LAST:
            strum(midi, player, beat, 6.8, strings, "D", 108)
            ring_out(midi, [1])
    return midi


def strum(midi, player, beat, beats, strings, mark, velocity):
    at = player.when(beat)
    each = player.random.uniform(0.012, 0.024)  # beats from string to string
    order = strings if mark == "D" else strings[::-1][:3]
    for j, key in enumerate(order):
        midi.note(at + each * j, beats - each * j, key, player.how_hard(velocity - 3 * j - 10 * (mark == "U")), 1)


def keys():
    """Electric piano: half notes and answers in the verse, driving eighths in the chorus."""
    player, midi = Player(51, 1, 6, 6), Midi()
    midi.program(4)
    for beat, beats, name in chords():
        bar = int(beat // BEATS)
        left, right = ([key_of(n) for n in hand.split()] for hand in VOICINGS[name][:2])
        if bar > LAST:
            break
        if bar == LAST:
            for j, key in enumerate(left + right + [key_of("B4"), key_of("E5")]):
                midi.note(player.when(beat) + 0.02 * j, 7.4, key, player.how_hard(92))
        elif bar < CHORUS:
            for key in left[(0 if bar >= VERSE else 1):]:
                midi.note(player.when(beat), beats * 0.95, key, player.how_hard(70))
            hits = [(0, 1.4, 76), (1.5, .9, 62), (2.5, 1.4, 68)] if beats == BEATS else [(0, .9, 76), (1.5, .45, 62)]
            for off, held, hard in hits:
                at = player.when(beat + off)
                for key in right:
                    midi.note(at + player.random.uniform(0, 0.015), held, key, player.how_hard(hard + (bar >= VERSE_B) * 6))
        else:
            for i in range(int(beats * 2)):
                at = player.when(beat + i / 2)
                for key in right:
                    hard = 96 if i == 0 else 84 if i in (3, 6) else 68
                    midi.note(at + player.random.uniform(0, 0.012), 0.46, key, player.how_hard(hard))
                if i % 4 == 0:
                    for key in left:
                        midi.note(at, min(beats, 2) * 0.95, key, player.how_hard(86))
    return midi


def organ():
    """Held chords from the second half of the verse; a slow rotary speaker turns them round."""
    player, midi = Player(61, 4, 7, 4), Midi()
    midi.program(16)
    for beat, beats, name in chords():
        bar = int(beat // BEATS)
        if VERSE_B <= bar <= LAST:
            held = 6.2 if bar == LAST else beats * 0.97
            top = [key_of("A4")] if bar >= CHORUS and name in ("A", "F#m7", "D", "Dm6", "A/E") else []
            for key in [key_of(n) for n in VOICINGS[name][2].split()] + top:
                midi.note(player.when(beat), held, key, player.how_hard(84))
    for step in range(int(BARS * BEATS * BEAT_SEC * 50)):
        at = step / 50 / BEAT_SEC
        turn = math.sin(2 * math.pi * 0.8 * step / 50)
        swell_db = -9 + 4 * min(1, max(0, (at - 20) / 16)) + (5 if at >= CHORUS * BEATS else 0)
        midi.control(at, 10, 64 + 46 * turn)
        midi.loudness(at, swell_db - 12 * max(0, (at - LAST * BEATS) * BEAT_SEC - 0.4) ** 1.4)
    return midi


def sing(midi, player, phrases, expressive, only=None):
    """Scoops, delayed vibrato, a swell on every note, a level for every phrase."""
    for phrase_db, notes in phrases:
        for i, (beat, beats, name, marks) in enumerate(notes):
            at = player.when(beat)
            flat, speed = player.random.uniform(-60, -25), player.random.uniform(5.1, 5.7)
            depth = player.random.uniform(22, 34) * expressive
            hand = player.random.uniform(-1.2, 1.2)
            tune_cents = player.random.gauss(0, 5)
            if only and marks[:1] not in only:
                continue
            sung = beats * BEAT_SEC * 0.97
            midi.note(at, beats * 0.97, key_of(name), 96)
            start = i == 0 or notes[i - 1][0] + notes[i - 1][1] < beat - 0.01
            for step in range(int(sung * 100) + 1):
                t = step / 100
                scoop = flat * expressive * math.exp(-t / 0.05) * (1.0 if start else 0.5)
                grown = min(1, max(0, (t - 0.25) / 0.35))
                cents = tune_cents + scoop + depth * grown * math.sin(2 * math.pi * speed * t)
                attack_db = -14 * math.exp(-t / 0.035)
                swell_db = 1.5 * math.sin(math.pi * min(1, t / sung)) - 4 * max(0, t / sung - 0.75) * 4
                midi.bend(at + t / BEAT_SEC, cents)
                midi.loudness(at + t / BEAT_SEC, -6 + phrase_db + hand + attack_db + swell_db)
    return midi


def lead_phrases():
    return [(db, tune(text, bar * BEATS)) for bar, db, text in LEAD]


def lead(program, only=None):
    midi = Midi()
    midi.program(program)
    return sing(midi, Player(71, 8, 9), lead_phrases(), 1.0, only)


def backing(text, program, seed, cents):
    midi = Midi()
    midi.program(program, 0, cents)
    notes = tune(text, CHORUS * BEATS)
    return sing(midi, Player(seed, 10, 10), [(-1.0, notes)], 0.45)


def lead_noises(path):
    """Breaths before phrases and hissed consonants: "kind seconds loudness_db" lines."""
    player, sung_until = Player(81, 0, 8), 0.0
    with open(path, "w", encoding="ascii") as out:
        for db, notes in lead_phrases():
            for beat, beats, _, marks in notes:
                at = beat * BEAT_SEC
                if beat - sung_until > 0.9:
                    out.write(f"breath {max(0, at - 0.36 + player.random.uniform(-.04, .02)):.4f} {db * .5:.1f}\n")
                if "s" in marks:
                    out.write(f"ess {max(0, at - 0.07 + player.random.uniform(-.01, .01)):.4f} {db:.1f}\n")
                sung_until = beat + beats


def main():
    folder = sys.argv[1]
    files = drums()
    files |= {"tambourine": tambourine(), "bass": bass(), "guitar_1": guitar(0), "guitar_2": guitar(1),
              "keys": keys(), "organ": organ(), "backing_1": backing(BACKING_1, 52, 72, -4),
              "backing_2": backing(BACKING_2, 52, 73, 5), "lead_ooh": lead(53),
              "lead_a": lead(81, "a"), "lead_e": lead(81, "e"), "lead_o": lead(81, "o")}
    for name, midi in files.items():
        midi.write(f"{folder}/{name}.mid")
    lead_noises(f"{folder}/lead_noises.txt")


if __name__ == "__main__":
    main()

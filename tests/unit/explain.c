// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A plan in words: the whole of a small one, and what is odd at 80 columns.
#include "check.h"

#include "base/pool.h"
#include "report/explain.h"
#include "session/plan.h"

#include <stdlib.h>
#include <string.h>

static const char plan[] =
    "lacquer: 1\n"
    "title: Night Drive\n"
    "notes: [\"The snare is upside down against the overheads, and it stays so until somebody who "
    "was there says otherwise.\"]\n"
    "tracks:\n"
    "  - name: Vox\n"
    "    file: vox.wav\n"
    "    start: 1:02.5\n"
    "    role: lead-vocal\n"
    "    trim: 4 dB\n"
    "    chain:\n"
    "      - hpf: {freq: 90 Hz, why: \"rumble\"}\n"
    "      - eq: {bands: [{freq: 310 Hz, gain: -2.5 dB, why: \"boxy by 3.1 dB\"}, {freq: 4 kHz}]}\n"
    "      - compressor: {threshold: -24 dB, key: Kick, channels: mid, on: false}\n"
    "    sends: {plate: {level: -14 dB, tap: pre}}\n"
    "    pan: center\n"
    "    fader: [[0 s, -6 dB], [8 s, 0 dB], [9 s, off], [10 s, 0 dB], [11 s, 1 dB]]\n"
    "    mute: [[0 s, on], [12 s, off]]\n"
    "    vca: Band\n"
    "    why: {trim: \"too quiet\", pan: \"the lead stands in the middle\", role: \"by name\"}\n"
    "  - {name: Kick, file: kick.wav, mute: true}\n"
    "returns: [{name: plate}]\n"
    "vcas: [{name: Band, level: -1 dB, why: \"one hand\"}]\n";

static const char want[] =
    "Night Drive: 2 tracks, 0 buses, 1 return\n"
    "\n"
    "Found\n"
    "  - The snare is upside down against the overheads, and it stays so until\n"
    "    somebody who was there says otherwise.\n"
    "\n"
    "Vox (track)\n"
    "  file           vox.wav at 1:02.5\n"
    "  role           lead-vocal\n"
    "                 by name\n"
    "  trim           4 dB\n"
    "                 too quiet\n"
    "  hpf            freq 90 Hz\n"
    "                 rumble\n"
    "  eq band 1      freq 310 Hz, gain -2.5 dB\n"
    "                 boxy by 3.1 dB\n"
    "  eq band 2      freq 4000 Hz\n"
    "  compressor     threshold -24 dB, off, mid alone, key Kick\n"
    "  fader          moves: -6 dB at 0:00.0, 0 dB at 0:08.0, off at 0:09.0, 0 dB at\n"
    "                 0:10.0 and 1 more\n"
    "  vca            Band\n"
    "  pan            center\n"
    "                 the lead stands in the middle\n"
    "  mute           moves: on at 0:00.0, off at 0:12.0\n"
    "  send to plate  -14 dB, tap pre\n"
    "\n"
    "Kick (track)\n"
    "  file  kick.wav\n"
    "  mute  on\n"
    "\n"
    "plate (return)\n"
    "  nothing: it passes what it gets\n"
    "\n"
    "Band (vca)\n"
    "  level  -1 dB\n"
    "         one hand\n";

static char* explain(const char* const text, json_t** const json)
{
  lq_session*    s = NULL;
  lq_error       e = {0};
  lq_explanation x;
  lq_pool*       pool = NULL;
  CHECK(!lq_session_parse(&s, text, strlen(text), &(lq_plan_source){0}, &e));
  CHECK_TEXT(e.text, "");
  CHECK(!lq_pool_new(&pool) && !lq_explanation_make(&x, pool, s));
  char* const got = lq_explanation_text(&x);
  *json           = lq_explanation_json(&x);
  lq_session_free(s);
  lq_pool_free(pool);
  return got;
}

static void a_plan_reads_in_the_order_of_the_signal(void)
{
  json_t*     j   = NULL;
  char* const got = explain(plan, &j);
  CHECK_TEXT(got, want);
  free(got);
  const json_t* const trim = json_array_get(
      json_object_get(json_array_get(json_object_get(j, "strips"), 0), "decisions"), 2);
  CHECK_TEXT(json_string_value(json_object_get(trim, "what")), "trim");
  CHECK_TEXT(json_string_value(json_object_get(trim, "value")), "4 dB");
  CHECK_TEXT(json_string_value(json_object_get(trim, "why")), "too quiet");
  CHECK(json_array_size(json_object_get(j, "strips")) == 5);
  json_decref(j);
}

static void no_line_is_wider_than_80_letters(void) // umlauts are one each; a word may be as it is
{
  static const char odd[] = "lacquer: 1\n"
                            "notes: [\"äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü "
                            "äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü\"]\n"
                            "returns: [{name: a return whose name is long enough}]\n"
                            "buses: [{name: b, sends: {a return whose name is long enough: -6 dB},"
                            " why: {fader: \"so\", out: \"\"}}]\n";
  json_t*           j     = NULL;
  char* const       got   = explain(odd, &j);
  size_t            width = 0;
  for (const char* p = got; p && *p; ++p) {
    width = *p == '\n' ? 0 : width + (((unsigned char)*p & 0xC0U) != 0x80U);
    CHECK(width <= 80);
  }
  free(got);
  json_decref(j);
}

static const check_test tests[] = {CHECK_TEST(a_plan_reads_in_the_order_of_the_signal),
                                   CHECK_TEST(no_line_is_wider_than_80_letters)};
CHECK_MAIN(tests)

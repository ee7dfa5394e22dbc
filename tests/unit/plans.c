// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_tools.h"

#include "base/pool.h"

#include <locale.h>
#include <unistd.h>

static bool same_text(const char* const a, const char* const b)
{
  return a == b || (a && b && !strcmp(a, b));
}

static bool same_curve(const lq_curve* const a, const lq_curve* const b)
{
  bool same = a->n == b->n;
  for (size_t i = 0; same && i < a->n; ++i) {
    same = a->points[i].time_sec == b->points[i].time_sec &&
           !memcmp(&a->points[i].value, &b->points[i].value, sizeof(float)) &&
           a->points[i].shape == b->points[i].shape;
  }
  return same;
}

static bool same_device(const lq_device* const a, const lq_device* const b)
{
  const lq_curve none = {0};
  if (a->proc != b->proc || a->n_bands != b->n_bands || a->on != b->on ||
      !same_text(a->key, b->key) || !same_text(a->why, b->why)) {
    return false;
  }
  bool same = true;
  for (size_t i = 0; i < lq_proc_n_values(a->proc, a->n_bands) && same; ++i) {
    same = (lq_proc_row(a->proc, i)->flags & LQ_OUT) ||
           (!memcmp(&a->values[i], &b->values[i], sizeof(float)) &&
            same_curve(a->curves ? &a->curves[i] : &none, b->curves ? &b->curves[i] : &none));
    if (!same) {
      printf("# %s.%s: %.9g and %.9g\n", a->proc->symbol, lq_proc_row(a->proc, i)->symbol,
             (double)a->values[i], (double)b->values[i]);
    }
  }
  for (unsigned i = 0; i < a->n_bands && same; ++i) {
    same = same_text(a->band_why ? a->band_why[i] : NULL, b->band_why ? b->band_why[i] : NULL);
  }
  return same;
}

static bool same_chain(const lq_chain* const a, const lq_chain* const b)
{
  bool same = a->n == b->n;
  for (size_t i = 0; same && i < a->n; ++i) {
    same = same_device(&a->devices[i], &b->devices[i]);
  }
  return same;
}

static bool same_clip(const lq_clip* const a, const lq_clip* const b)
{
  return same_text(a->file, b->file) && a->start_sec == b->start_sec &&
         a->offset_sec == b->offset_sec && a->length_sec == b->length_sec &&
         a->fade_in_sec == b->fade_in_sec && a->fade_out_sec == b->fade_out_sec &&
         a->gain_db == b->gain_db && a->fade_in_shape == b->fade_in_shape &&
         a->fade_out_shape == b->fade_out_shape && a->mute == b->mute && a->at_stamp == b->at_stamp;
}

static bool same_strip(const lq_strip* const a, const lq_strip* const b)
{
  bool same = a->kind == b->kind && same_text(a->name, b->name) && same_text(a->role, b->role) &&
              same_text(a->role_why, b->role_why) && a->n_clips == b->n_clips &&
              same_chain(&a->chain, &b->chain) && a->n_sends == b->n_sends &&
              same_text(a->out, b->out) && same_text(a->out_why, b->out_why) &&
              a->mute == b->mute && a->solo == b->solo && same_text(a->mute_why, b->mute_why);
  for (size_t i = 0; same && i < a->n_clips; ++i) {
    same = same_clip(&a->clips[i], &b->clips[i]);
  }
  for (size_t i = 0; same && i < LQ_CONTROL_N; ++i) {
    same = same_device(&a->controls[i], &b->controls[i]);
  }
  for (size_t i = 0; same && i < a->n_sends; ++i) {
    same = same_text(a->sends[i].target, b->sends[i].target) &&
           same_device(&a->sends[i].device, &b->sends[i].device);
  }
  same = same && same_device(&a->muting, &b->muting) && a->n_vcas == b->n_vcas;
  for (size_t i = 0; same && i < a->n_vcas; ++i) {
    same = same_text(a->vcas[i], b->vcas[i]);
  }
  return same;
}

static bool same_session(const lq_session* const a, const lq_session* const b)
{
  bool same = same_text(a->title, b->title) && a->rate_hz == b->rate_hz &&
              a->tempo_bpm == b->tempo_bpm && a->n_notes == b->n_notes &&
              a->n_strips == b->n_strips;
  for (size_t i = 0; same && i < a->n_notes; ++i) {
    same = same_text(a->notes[i], b->notes[i]);
  }
  for (size_t i = 0; same && i < a->n_strips; ++i) {
    same = same_strip(&a->strips[i], &b->strips[i]);
  }
  same = same && a->n_vcas == b->n_vcas;
  for (size_t i = 0; same && i < a->n_vcas; ++i) {
    const lq_vca *const x = &a->vcas[i], *const y = &b->vcas[i];
    same = same_text(x->name, y->name) && x->mute == y->mute && same_device(&x->level, &y->level) &&
           same_device(&x->muting, &y->muting);
  }
  return same;
}

static const lq_proc** all_procs; // with the toys; set by main before the tests

// Written, read, the same; written again, the same bytes.
static void check_round_trip(const lq_session* const s)
{
  const lq_plan_source source = {.procs = all_procs};
  lq_error             e      = {0};
  lq_session*          back   = NULL;
  char* const          text   = lq_session_text(s);
  CHECK(text && !lq_session_parse(&back, text, strlen(text), &source, &e));
  char* const again = back ? lq_session_text(back) : NULL;
  const bool  same  = back && same_session(s, back);
  CHECK(same);
  CHECK_TEXT(again, text ? text : "");
  if (!same) {
    printf("# %u:%u %s %s\n%s", e.line, e.column, e.path, e.text, text ? text : "");
  }
  free(text);
  free(again);
  lq_session_free(back);
}

static lq_session* new_session(void)
{
  lq_session* s = NULL;
  CHECK(!lq_session_new(&s));
  return s;
}

static lq_strip* add_track(lq_session* const s, const char* const name)
{
  lq_strip* const track = lq_session_add(s, LQ_STRIP_TRACK, name);
  CHECK(!lq_strip_add_clip(track, s->pool, &(lq_clip){.file = "a.wav", .path = "a.wav"}));
  return track;
}

// Every row at a knob position of its own.
static void turn_knobs(lq_device* const d, const double position)
{
  for (size_t i = 0; i < lq_proc_n_values(d->proc, d->n_bands); ++i) {
    const double p = fmod(position + 0.173 * (double)i, 1.0);
    if (!(lq_proc_row(d->proc, i)->flags & LQ_OUT)) {
      d->values[i] = lq_param_from_unit(lq_proc_row(d->proc, i), (float)p);
    }
  }
}

static void every_row_of_every_processor_comes_back(void)
{
  static const double positions[] = {0, 0.1, 0.25, 1.0 / 3, 0.5, 0.7, 0.9, 1};
  for (const lq_proc* const* p = all_procs; *p; ++p) {
    if (!strcmp((*p)->symbol, "send")) {
      continue; // no processor of a chain; sends_and_controls_come_back() has it
    }
    lq_session* const s     = new_session();
    lq_strip* const   track = add_track(s, "a");
    for (size_t i = 0; i < sizeof positions / sizeof *positions; ++i) {
      lq_device d;
      CHECK(!lq_device_init(&d, s->pool, *p, (*p)->n_band_params ? (unsigned)i : 0));
      turn_knobs(&d, positions[i]);
      CHECK(!lq_chain_push(&track->chain, s->pool, &d));
    }
    check_round_trip(s);
    lq_session_free(s);
  }
}

static void sends_and_controls_come_back(void) // at 101 knob positions, with and without reasons
{
  for (unsigned i = 0; i <= 100; ++i) {
    lq_session* const s = new_session();
    CHECK(lq_session_add(s, LQ_STRIP_RETURN, "plate") != NULL);
    lq_strip* const track = add_track(s, "a");
    CHECK(!lq_strip_add_send(track, s->pool, "plate", -14));
    for (unsigned c = 0; c < LQ_CONTROL_N; ++c) {
      turn_knobs(&track->controls[c], i / 100.0);
      track->controls[c].why = (i + c) % 3 ? NULL : "because";
    }
    turn_knobs((lq_device*)&track->sends[0].device, i / 100.0);
    track->mute     = i % 2;
    track->solo     = i % 5 == 0;
    track->mute_why = i % 3 ? NULL : "noise";
    track->out_why  = i % 4 ? NULL : "nowhere else";
    track->role     = i % 7 ? "lead-vocal" : "";
    track->role_why = i % 6 ? NULL : "named so";
    turn_knobs(&lq_session_find(s, "main")->controls[LQ_CONTROL_FADER], i / 100.0);
    check_round_trip(s);
    lq_session_free(s);
  }
}

static void automate(lq_session* const s, lq_device* const d, const unsigned n)
{
  const size_t n_values = lq_proc_n_values(d->proc, d->n_bands);
  d->curves             = LQ_POOL_TAKE(s->pool, lq_curve, n_values);
  for (size_t v = 0; v < n_values; ++v) {
    const lq_param* const row = lq_proc_row(d->proc, v);
    if (!(row->flags & LQ_SMOOTH)) {
      continue;
    }
    const bool      steps  = row->taper == LQ_TAPER_TOGGLE; // a switch holds, whatever is written
    lq_point* const points = LQ_POOL_TAKE(s->pool, lq_point, n);
    for (unsigned i = 0; i < n; ++i) {
      points[i] =
          (lq_point){.time_sec = i * 0.1 + 1.0 / 3,
                     .value    = lq_param_from_unit(row, (float)fmod(0.37 * (double)(i + v), 1.0)),
                     .shape    = steps ? LQ_SHAPE_HOLD : (lq_shape)(i % 3)};
    }
    d->curves[v] = (lq_curve){points, n};
    d->values[v] = points[0].value;
  }
}

static void automation_comes_back(void) // 1, 2 and 500 points on every row that may move
{
  static const unsigned sizes[] = {1, 2, 500};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
    lq_session* const s = new_session();
    CHECK(lq_session_add(s, LQ_STRIP_RETURN, "plate") != NULL);
    lq_strip* const track = add_track(s, "a");
    lq_device       d;
    CHECK(!lq_device_init(&d, s->pool, &toy_eq, 2));
    automate(s, &d, sizes[i]);
    CHECK(!lq_chain_push(&track->chain, s->pool, &d));
    CHECK(!lq_device_init(&d, s->pool, &toy_comp, 0));
    automate(s, &d, sizes[i]);
    CHECK(!lq_chain_push(&track->chain, s->pool, &d));
    CHECK(!lq_strip_add_send(track, s->pool, "plate", -14));
    automate(s, (lq_device*)&track->sends[0].device, sizes[i]);
    automate(s, &track->controls[LQ_CONTROL_FADER], sizes[i]);
    automate(s, &track->controls[LQ_CONTROL_PAN], sizes[i]);
    automate(s, &track->muting, sizes[i]);
    lq_vca* const vca = lq_session_add_vca(s, "Band: all");
    automate(s, &vca->level, sizes[i]);
    automate(s, &vca->muting, sizes[i]);
    vca->level.why = "the song: \"grows\"";
    CHECK(lq_session_add_vca(s, "x")->mute = true);
    CHECK(!lq_strip_add_vca(track, s->pool, "Band: all") &&
          !lq_strip_add_vca(lq_session_find(s, "plate"), s->pool, "x") &&
          !lq_strip_add_vca(track, s->pool, "x"));
    check_round_trip(s);
    lq_session_free(s);
  }
}

static void keys_reasons_and_switches_come_back(void)
{
  lq_session* const s = new_session();
  CHECK(add_track(s, "Kick: In") != NULL);
  lq_strip* const   bass = add_track(s, "bass");
  lq_device         d;
  const char* const why[] = {NULL, "boxy by 3.1 dB", NULL};
  CHECK(!lq_device_init(&d, s->pool, &toy_comp, 0));
  d.key = "Kick: In";
  d.why = "makes room for the kick, \"in time\"";
  d.on  = false;
  CHECK(!lq_chain_push(&bass->chain, s->pool, &d));
  CHECK(!lq_device_init(&d, s->pool, &toy_eq, 3));
  d.band_why = (const char**)why;
  CHECK(!lq_chain_push(&bass->chain, s->pool, &d));
  CHECK(!lq_device_init(&d, s->pool, &toy_comp, 0));
  d.why = "";
  CHECK(!lq_chain_push(&bass->chain, s->pool, &d));
  bass->controls[LQ_CONTROL_DELAY].on = false;
  check_round_trip(s);
  lq_session_free(s);
}

static void odd_texts_come_back(void)
{
  static const char* const odd[] = {
      "no",
      "Yes",
      "on",
      "null",
      "~",
      "1e3",
      "808",
      "0x1F",
      "1:02.5",
      "2020-01-01",
      "a: b",
      "# x",
      "a #b",
      " lead",
      "trail ",
      "- dash",
      "-",
      "?",
      "? q",
      "[x]",
      "{x}",
      "a, b",
      "&anchor",
      "*star",
      "!tag",
      "|",
      ">",
      "%x",
      "@x",
      "`x`",
      "\"quoted\"",
      "'single'",
      "back\\slash",
      "tab\there",
      "line\nbreak",
      "bell\x07",
      "del\x7f",
      "caf\xc3\xa9",
      "\xe6\xad\x8c",
      "\xf0\x9f\x8e\xb8",
      "\xc2\x85next",
      "\xe2\x80\xa8sep",
      "\xe2\x80\x8bzero",
      "\xef\xbb\xbf"
      "bom",
      "\xc2\xa0nbsp",
      "latin\xfc",
      "\xff\xfe",
      "\xed\xa0\x80",
      "\xc0\x80",
      "\xee\xbe\x80private",
      "---",
      "...",
      "<<",
      "=",
      ".inf",
      ".nan",
      "nan",
      "09 Lead Vox",
      "09",
      "Kick (In)",
      "R&B",
      "50%",
      "it's",
      "very long name with many words that goes on beyond the hundred columns that a line should "
      "have, and then some more",
      "true",
      "\r",
      "\r\n",
      "\n",
      "a:",
      ":a",
      "key:value",
      "\x1b[31mred"};
  lq_session* const s     = new_session();
  const size_t      n_odd = sizeof odd / sizeof *odd;
  for (size_t i = 0; i < n_odd; ++i) {
    if (odd[i][strspn(odd[i], " \t\r\n")]) { // a blank name is refused
      lq_strip* const bus                 = lq_session_add(s, LQ_STRIP_BUS, odd[i]);
      bus->controls[LQ_CONTROL_FADER].why = odd[i];
    }
    char name[32];
    (void)snprintf(name, sizeof name, "track %zu", i);
    lq_strip* const track = lq_session_add(s, LQ_STRIP_TRACK, name);
    CHECK(!lq_strip_add_clip(track, s->pool, &(lq_clip){.file = odd[i], .path = odd[i]}));
    track->role = odd[i];
    if (odd[i][strspn(odd[i], " \t\r\n")]) {
      track->out = odd[i];
      CHECK(!lq_strip_add_send(track, s->pool, odd[i], -14));
    }
  }
  s->title   = "yes: no # maybe";
  s->notes   = odd;
  s->n_notes = n_odd;
  check_round_trip(s);
  lq_session_free(s);
}

static void figures_come_back(void) // doubles of clips, rate and tempo
{
  static const double figures[] = {0.1,   1.0 / 3, 62.5, 1e-7,    86399.999999999985,
                                   1e-12, 3600,    0.5,  2.0 / 7, 12345.678901234567};
  lq_session* const   s         = new_session();
  lq_strip* const     track     = lq_session_add(s, LQ_STRIP_TRACK, "a");
  for (size_t i = 0; i < sizeof figures / sizeof *figures; ++i) {
    const double  f    = figures[i];
    const lq_clip clip = {.file         = "a.wav",
                          .path         = "a.wav",
                          .start_sec    = f,
                          .offset_sec   = f / 3,
                          .length_sec   = f * 0.9,
                          .fade_in_sec  = f / 7,
                          .fade_out_sec = f / 9,
                          .gain_db      = f > 40 ? -f / 1000 : f};
    CHECK(!lq_strip_add_clip(track, s->pool, &clip));
  }
  s->rate_hz   = 44100;
  s->tempo_bpm = 120.123456789;
  check_round_trip(s);
  s->rate_hz = 352800;
  check_round_trip(s);
  lq_session_free(s);
}

static void the_locale_does_not_matter(void)
{
  const char* const found = setlocale(LC_ALL, "de_DE.UTF-8");
  printf("# locale: %s\n", found ? found : "none with a decimal comma here");
  figures_come_back();
  every_row_of_every_processor_comes_back();
  (void)setlocale(LC_ALL, "C");
}

static void short_and_long_forms_are_the_same(void)
{
  static const char brief[] =
      "lacquer: 1\ntracks:\n- {name: a, file: a.wav, start: '1:02.5', trim: 3, pan: R100, fader: "
      "[[0:30, -3], [90000 ms, 0]], chain: [hpf: 90, toy_comp], sends: {b: -6}, polarity: "
      "inverted}\nbuses: [{name: b}]\n";
  static const char full[] =
      "lacquer: 1\nbuses:\n  - name: b\ntracks:\n  - name: a\n    clips:\n      - file: a.wav\n"
      "        start: 62.5 s\n    trim: {gain: 3 dB}\n    polarity: {mode: inverted}\n    pan:\n"
      "      position: R\n    fader:\n      level:\n        - [30 s, -3 dB]\n        - [1:30, 0 "
      "dB, "
      "linear]\n    chain:\n      - hpf: {freq: 0.09 kHz}\n      - toy_comp:\n    sends:\n      b: "
      "{level: -6 dB}\n";
  const lq_proc** const procs  = fixed_procs();
  const lq_plan_source  source = {.procs = procs};
  lq_session *          a = NULL, *b = NULL;
  lq_error              e = {0};
  CHECK(!lq_session_parse(&a, brief, sizeof brief - 1, &source, &e));
  CHECK_TEXT(e.text, "");
  CHECK(!lq_session_parse(&b, full, sizeof full - 1, &source, &e));
  CHECK_TEXT(e.text, "");
  CHECK(a && b && same_session(a, b));
  CHECK(a && a->strips[0].at.line == 3 && !strcmp(a->strips[0].at.path, "tracks[0]"));
  CHECK(a && !strcmp(a->strips[0].chain.devices[0].at.path, "tracks[0].chain[0].hpf"));
  lq_session_free(a);
  lq_session_free(b);
  free((void*)procs);
}

static void an_empty_session_is_one_line(void)
{
  lq_session* const s    = new_session();
  char* const       text = lq_session_text(s);
  CHECK_TEXT(text, "lacquer: 1\n");
  check_round_trip(s);
  free(text);
  lq_session_free(s);
}

static void files_are_written_whole_and_found_again(void)
{
  char folder[] = "/tmp/lacquer-plans-XXXXXX";
  CHECK(mkdtemp(folder) != NULL);
  char plan[64], audio[64];
  (void)snprintf(plan, sizeof plan, "%s/session.yaml", folder);
  (void)snprintf(audio, sizeof audio, "%s/a.wav", folder);
  lq_session* const s    = new_session();
  lq_session*       back = NULL;
  lq_error          e    = {0};
  CHECK(add_track(s, "a") != NULL);
  CHECK(lq_session_read(&back, plan, &e) == LQ_ERR_NOT_FOUND);
  CHECK_TEXT(e.file, plan);
  CHECK(!lq_session_write(s, plan, false, &e));
  CHECK(lq_session_write(s, plan, false, &e) == LQ_ERR_EXISTS);
  CHECK(!lq_session_write(s, plan, true, &e));
  CHECK(lq_session_read(&back, plan, &e) == LQ_ERR_NOT_FOUND); // a.wav
  CHECK(e.line == 4 && !strcmp(e.path, "tracks[0].file"));
  FILE* const file = fopen(audio, "w");
  CHECK(file && !fclose(file));
  CHECK(!lq_session_read(&back, plan, &e));
  CHECK(back && same_session(s, back));
  CHECK_TEXT(back ? back->strips[0].clips[0].path : NULL, audio);
  CHECK_TEXT(back ? back->strips[0].clips[0].file : NULL, "a.wav");
  CHECK_TEXT(back ? back->folder : NULL, folder);
  CHECK(lq_session_read(&back, folder, &e) == LQ_ERR_READ);
  lq_session_free(back);
  lq_session_free(s);
  CHECK(!unlink(plan) && !unlink(audio) && !rmdir(folder));
}

static bool same_master(const lq_master* const a, const lq_master* const b)
{
  bool same = same_text(a->title, b->title) && same_text(a->source, b->source) &&
              a->n_notes == b->n_notes && same_chain(&a->chain, &b->chain) &&
              a->n_deliveries == b->n_deliveries;
  for (size_t i = 0; same && i < a->n_deliveries; ++i) {
    const lq_delivery *const x = &a->deliveries[i], *const y = &b->deliveries[i];
    same = same_text(x->target, y->target) && x->rate_hz == y->rate_hz && x->bits == y->bits &&
           x->dither == y->dither && same_text(x->format, y->format) &&
           same_chain(&x->chain, &y->chain) && same_text(x->why, y->why);
  }
  return same;
}

static void masters_come_back(void) // every depth, rate, format, with and without dither
{
  lq_master* m = NULL;
  CHECK(!lq_master_new(&m));
  m->title  = "No: 1";
  m->source = "mix 1.wav";
  lq_device d;
  CHECK(!lq_device_init(&d, m->pool, &toy_comp, 0));
  turn_knobs(&d, 0.3);
  d.why = "2 dB of glue";
  CHECK(!lq_chain_push(&m->chain, m->pool, &d));
  m->deliveries = LQ_POOL_TAKE(m->pool, lq_delivery, 12);
  for (unsigned i = 0; i < 12; ++i) {
    m->deliveries[m->n_deliveries++] = (lq_delivery){.target  = i % 2 ? "cd" : "spotify",
                                                     .rate_hz = i % 4 < 2 ? 0 : 44100,
                                                     .bits    = 16 + 8 * (i % 3),
                                                     .dither  = (lq_dither_kind)(i / 3 % 3),
                                                     .format  = i % 5 ? "wav" : "flac",
                                                     .why     = i % 3 ? NULL : "as asked"};
    CHECK(!lq_chain_push(&m->deliveries[i].chain, m->pool, &d));
  }
  const lq_plan_source source = {.procs = all_procs};
  lq_error             e      = {0};
  lq_master*           back   = NULL;
  char* const          text   = lq_master_text(m);
  CHECK(text && !lq_master_parse(&back, text, strlen(text), &source, &e));
  CHECK_TEXT(e.text, "");
  CHECK(back && same_master(m, back));
  char* const again = back ? lq_master_text(back) : NULL;
  CHECK_TEXT(again, text);
  free(again);
  free(text);
  lq_master_free(back);
  lq_master_free(m);
}

static void chains_parse_from_text_and_file(void)
{
  static const char* const good[] = {"trim: {gain: 6 dB}", "[trim: 6 dB, polarity: inverted]",
                                     "{trim: 6, pan: L30}", "trim", "- trim: 6 dB\n- trim: -6 dB"};
  static const size_t      n[]    = {1, 2, 2, 1, 2};
  static const struct {
    const char* text;
    lq_status   status;
  } bad[]       = {{"limter: {gain: 6 dB}", LQ_ERR_UNKNOWN},
                   {"trim: 6 s", LQ_ERR_BAD_VALUE},
                   {"[trim: 6 dB", LQ_ERR_SYNTAX},
                   {"chains/none.yaml", LQ_ERR_NOT_FOUND},
                   {"", LQ_ERR_MISSING},
                   {"/", LQ_ERR_NOT_FOUND},
                   {"nothing", LQ_ERR_UNKNOWN},
                   {"trim: [[0 s, 0 dB]", LQ_ERR_SYNTAX},
                   {"[[trim]]", LQ_ERR_BAD_TYPE},
                   {"~", LQ_ERR_MISSING}};
  lq_pool* pool = NULL;
  CHECK(!lq_pool_new(&pool));
  for (size_t i = 0; i < sizeof good / sizeof *good; ++i) {
    lq_chain chain = {0};
    lq_error e     = {0};
    CHECK(!lq_chain_parse(&chain, pool, good[i], &e));
    CHECK_TEXT(e.text, "");
    CHECK(chain.n == n[i]);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
    lq_chain        chain = {0};
    lq_error        e     = {0};
    const lq_status st    = lq_chain_parse(&chain, pool, bad[i].text, &e);
    CHECK(st == bad[i].status && e.status == st && *e.text && !chain.n);
    if (st != bad[i].status) {
      printf("# '%s': %s %s\n", bad[i].text, lq_status_name(st), e.text);
    }
  }
  char      path[] = "/tmp/lacquer-chain-XXXXXX";
  const int fd     = mkstemp(path);
  CHECK(fd >= 0 && write(fd, "- trim: 3 dB\n", 13) == 13 && !close(fd));
  lq_chain chain = {0};
  CHECK(!lq_chain_parse(&chain, pool, path, NULL));
  CHECK(chain.n == 1 && lq_device_get(&chain.devices[0], "gain") == 3);
  CHECK(!unlink(path));
  lq_pool_free(pool);
}

static const check_test tests[] = {CHECK_TEST(every_row_of_every_processor_comes_back),
                                   CHECK_TEST(sends_and_controls_come_back),
                                   CHECK_TEST(automation_comes_back),
                                   CHECK_TEST(keys_reasons_and_switches_come_back),
                                   CHECK_TEST(odd_texts_come_back),
                                   CHECK_TEST(figures_come_back),
                                   CHECK_TEST(the_locale_does_not_matter),
                                   CHECK_TEST(short_and_long_forms_are_the_same),
                                   CHECK_TEST(an_empty_session_is_one_line),
                                   CHECK_TEST(files_are_written_whole_and_found_again),
                                   CHECK_TEST(masters_come_back),
                                   CHECK_TEST(chains_parse_from_text_and_file)};

int main(void)
{
  all_procs        = toy_procs();
  const int result = check_all(tests, sizeof tests / sizeof *tests);
  free((void*)all_procs);
  return result;
}

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Processors with everything that a plan can say: bands, a key, toggles, choices, units, meters.
/// They make no sound; plans only need their rows.
#ifndef LQ_TESTS_PLAN_TOOLS_H
#define LQ_TESTS_PLAN_TOOLS_H

#include "check.h"

#include "base/rng.h"
#include "session/plan.h"

#include <stdlib.h>

static const char* const toy_kinds[] = {"bell", "low-shelf", "off", NULL};

static const lq_param toy_params[] = {
    {.symbol = "freq",
     .unit   = LQ_UNIT_HZ,
     .taper  = LQ_TAPER_LOG,
     .min    = 10,
     .max    = 1000,
     .def    = 80,
     .flags  = LQ_SMOOTH,
     .doc    = "Corner."},
    {.symbol = "ratio", .taper = LQ_TAPER_LOG, .min = 1, .max = 20, .def = 2, .doc = "Slope."},
    {.symbol = "attack", .unit = LQ_UNIT_MS, .min = 0.1F, .max = 300, .def = 10, .doc = "Attack."},
    {.symbol = "mix",
     .unit   = LQ_UNIT_PERCENT,
     .max    = 100,
     .def    = 100,
     .flags  = LQ_SMOOTH,
     .doc    = "Share."},
    {.symbol = "kind", .taper = LQ_TAPER_CHOICE, .max = 2, .choices = toy_kinds, .doc = "Kind."},
    {.symbol = "auto", .taper = LQ_TAPER_TOGGLE, .max = 1, .def = 1, .doc = "By itself."},
    {.symbol = "threshold",
     .unit   = LQ_UNIT_DB,
     .min    = -80,
     .max    = 0,
     .def    = -20,
     .flags  = LQ_SMOOTH | LQ_OFF_MIN,
     .doc    = "Threshold."},
    {.symbol = "reduction", .unit = LQ_UNIT_DB, .min = -60, .flags = LQ_OUT, .doc = "A meter."},
};
static const lq_param toy_band[] = {
    {.symbol = "type", .taper = LQ_TAPER_CHOICE, .max = 2, .choices = toy_kinds, .doc = "Type."},
    {.symbol = "freq",
     .unit   = LQ_UNIT_HZ,
     .taper  = LQ_TAPER_LOG,
     .min    = 10,
     .max    = 20000,
     .def    = 1000,
     .doc    = "Frequency."},
    {.symbol = "gain",
     .unit   = LQ_UNIT_DB,
     .min    = -30,
     .max    = 30,
     .flags  = LQ_SMOOTH,
     .doc    = "Gain."},
    {.symbol = "q", .taper = LQ_TAPER_LOG, .min = 0.1F, .max = 40, .def = 0.70710678F, .doc = "Q."},
};
static const lq_param toy_switch[] = {
    {.symbol = "on", .taper = LQ_TAPER_TOGGLE, .max = 1, .def = 1, .doc = "On."},
};

static const lq_proc toy_comp = {.symbol   = "toy_comp",
                                 .name     = "Toy",
                                 .params   = toy_params,
                                 .n_params = sizeof toy_params / sizeof *toy_params,
                                 .flags    = LQ_PROC_KEY};
static const lq_proc toy_eq   = {.symbol        = "toy_eq",
                                 .name          = "Toy EQ",
                                 .params        = toy_switch,
                                 .n_params      = 1,
                                 .band_params   = toy_band,
                                 .n_band_params = sizeof toy_band / sizeof *toy_band};

static const lq_param toy_hpf_params[] = {
    {.symbol = "freq",
     .unit   = LQ_UNIT_HZ,
     .taper  = LQ_TAPER_LOG,
     .min    = 10,
     .max    = 1000,
     .def    = 80,
     .doc    = "Corner."},
    {.symbol = "q",
     .taper  = LQ_TAPER_LOG,
     .min    = 0.5F,
     .max    = 4,
     .def    = 0.70710678F,
     .doc    = "Resonance."},
    {.symbol = "on", .taper = LQ_TAPER_TOGGLE, .max = 1, .def = 1, .doc = "On."},
};
static const lq_proc toy_hpf = {
    .symbol = "hpf", .name = "High-pass", .params = toy_hpf_params, .n_params = 3};

/// All that are registered, and the toys. Release with free().
static inline const lq_proc** toy_procs(void)
{
  enum { ROOM = 256 };
  const lq_proc** const procs = calloc(ROOM, sizeof *procs);
  size_t                n     = 0;
  for (const lq_proc* const* p = lq_proc_all(); *p && n < ROOM - 16; ++p) {
    procs[n++] = *p;
  }
  procs[n++] = &toy_comp;
  procs[n++] = &toy_eq;
  return procs;
}

/// The same few whatever is registered, so that lists in errors stand still.
static inline const lq_proc** fixed_procs(void)
{
  static const char* const names[] = {"trim", "polarity", "delay", "fader", "pan", "send"};
  const lq_proc** const    procs   = calloc(16, sizeof *procs);
  size_t                   n       = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    procs[n++] = lq_proc_find(names[i]);
  }
  procs[n++] = &toy_hpf;
  procs[n++] = &toy_comp;
  procs[n++] = &toy_eq;
  return procs;
}

static const lq_param stand_in_comp[] = {
    {.symbol = "threshold", .unit = LQ_UNIT_DB, .min = -80, .doc = "Threshold."},
    {.symbol = "ratio", .min = 1, .max = 20, .def = 2, .doc = "Ratio."},
    {.symbol = "attack", .unit = LQ_UNIT_MS, .max = 500, .def = 10, .doc = "Attack."},
    {.symbol = "release", .unit = LQ_UNIT_MS, .max = 5000, .def = 100, .doc = "Release."},
};
static const lq_param stand_in_limiter[] = {
    {.symbol = "gain", .unit = LQ_UNIT_DB, .min = -24, .max = 24, .doc = "Gain."},
    {.symbol = "ceiling", .unit = LQ_UNIT_DBTP, .min = -24, .max = 0, .doc = "Ceiling."},
};
static const lq_param stand_in_reverb[] = {
    {.symbol = "decay", .unit = LQ_UNIT_SEC, .max = 60, .def = 1, .doc = "Decay."},
};
static const lq_proc stand_ins[] = {
    {.symbol = "hpf", .name = "High-pass", .params = toy_hpf_params, .n_params = 3},
    {.symbol        = "eq",
     .name          = "EQ",
     .params        = toy_switch,
     .n_params      = 1,
     .band_params   = toy_band,
     .n_band_params = sizeof toy_band / sizeof *toy_band},
    {.symbol   = "compressor",
     .name     = "Compressor",
     .params   = stand_in_comp,
     .n_params = 4,
     .flags    = LQ_PROC_KEY},
    {.symbol = "limiter", .name = "Limiter", .params = stand_in_limiter, .n_params = 2},
    {.symbol = "reverb", .name = "Reverb", .params = stand_in_reverb, .n_params = 1},
};

/// All that are registered, and stand-ins for those of the manual that are not.
static inline const lq_proc** manual_procs(void)
{
  const lq_proc** const procs = toy_procs();
  size_t                n     = 0;
  while (procs[n]) {
    ++n;
  }
  for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; ++i) {
    if (!lq_proc_find(stand_ins[i].symbol)) {
      procs[n++] = &stand_ins[i];
    }
  }
  return procs;
}

/// The text of a file; NULL and a fault when it is not there.
static inline char* slurp(const char* const path, size_t* const n_bytes)
{
  FILE* const file = fopen(path, "rb");
  CHECK(file != NULL);
  if (!file) {
    return NULL;
  }
  size_t room = 4096, n = 0;
  char*  text = malloc(room + 1);
  for (size_t got; text && (got = fread(text + n, 1, room - n, file)) > 0;) {
    n += got;
    if (n == room) {
      room *= 2;
      text = realloc(text, room + 1);
    }
  }
  (void)fclose(file);
  if (text) {
    text[n] = '\0';
  }
  if (n_bytes) {
    *n_bytes = n;
  }
  return text;
}

#endif

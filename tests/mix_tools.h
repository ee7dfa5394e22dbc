// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of the mix assistant's first half: folders of made tracks, and the plan they become.
#ifndef LQ_TESTS_MIX_TOOLS_H
#define LQ_TESTS_MIX_TOOLS_H

#include "audio_tools.h"

#include "assist/mix.h"

#include <math.h>

enum { MIX_RATE = 44100 };

static inline double mix_noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

static inline void mix_save(const char* const name, const tool_sound* const s)
{
  lq_error                e    = {0};
  const lq_audio_out_spec spec = {.rate_hz = MIX_RATE, .bits = 24, .force = true};
  CHECK(!tool_write(tool_path(name), s, spec, &e));
}

static inline void mix_save_mono(const char* const name, float* const x, const size_t n)
{
  mix_save(name, &(tool_sound){.n_frames = n, .n_channels = 1, .x = {x}});
}

/// Levels and places alone, so that it is quick.
static inline lq_session* mix_plan(const char* const folder, const lq_role_choices* const roles)
{
  lq_session* session = NULL;
  lq_error    e       = {0};
  lq_mix_job  job     = {.folder = folder, .plan_folder = folder, .brief = LQ_BRIEF};
  job.brief.strength  = 0;
  job.roles           = roles ? *roles : (lq_role_choices){0};
  const lq_status st  = lq_assist_mix(&session, &job, NULL, &e);
  if (st) {
    printf("# %s\n", e.text);
  }
  CHECK(!st);
  return session;
}

static inline const lq_strip* mix_strip(const lq_session* const s, const char* const name)
{
  static const lq_strip nothing = {.name = "", .role = "none"};
  const lq_strip* const found   = s ? lq_session_find(s, name) : NULL;
  if (!found) {
    printf("# there is no strip '%s'\n", name);
    ++check_n_faults;
  }
  return found ? found : &nothing;
}

/// Frames at MIX_RATE by which a track is delayed.
static inline double mix_delay_frames(const lq_session* const s, const char* const name)
{
  const lq_strip* const t = mix_strip(s, name);
  return t->controls[LQ_CONTROL_DELAY].proc
             ? (double)lq_device_get(&t->controls[LQ_CONTROL_DELAY], "time") * 0.001 * MIX_RATE
             : (double)NAN;
}

static inline bool mix_is_flipped(const lq_session* const s, const char* const name)
{
  const lq_strip* const t = mix_strip(s, name);
  return t->controls[LQ_CONTROL_POLARITY].proc &&
         lq_device_get(&t->controls[LQ_CONTROL_POLARITY], "mode") > 0.5F;
}

static inline double mix_pan(const lq_session* const s, const char* const name)
{
  const lq_strip* const t = mix_strip(s, name);
  return t->controls[LQ_CONTROL_PAN].proc
             ? (double)lq_device_get(&t->controls[LQ_CONTROL_PAN], "position")
             : (double)NAN;
}

static inline bool mix_notes_say(const lq_session* const s, const char* const text)
{
  for (size_t i = 0; s && i < s->n_notes; ++i) {
    if (strstr(s->notes[i], text)) {
      return true;
    }
  }
  return false;
}

#endif

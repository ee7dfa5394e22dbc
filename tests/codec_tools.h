// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of codecs: a sound through one, and folders with programs that are not what they seem.
#ifndef LQ_TESTS_CODEC_TOOLS_H
#define LQ_TESTS_CODEC_TOOLS_H

#include "audio_tools.h"

#include "audio/codec.h"
#include "audio/resample.h"
#include "base/child.h"
#include "base/maths.h"

#include <errno.h>
#include <sys/wait.h>

static inline bool tool_has_ffmpeg(void)
{
  char path[1024];
  return lq_child_find("ffmpeg", path, sizeof path);
}

/// No child of this process is left, neither running nor waiting to be told of.
static inline bool tool_is_childless(void)
{
  return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

/// PATH becomes one folder, in which `ffmpeg` is this shell script; NULL: nothing is in it.
static inline void tool_fake_ffmpeg(const char* const script)
{
  const char* const path = tool_path("ffmpeg");
  unlink(path);
  if (script) {
    char text[512];
    snprintf(text, sizeof text, "#!/bin/sh\nPATH=/bin:/usr/bin\n%s\n", script);
    tool_save(path, text, strlen(text));
    chmod(path, 0755);
  }
  setenv("PATH", tool_folder, 1);
}

/// Takes what comes out, up to the sound's length.
typedef struct {
  tool_sound* y;
  size_t      n;
} tool_codec_tape;

static inline lq_status tool_codec_hear(void* const user, const float* const* const y,
                                        const size_t n)
{
  tool_codec_tape* const t = user;
  for (unsigned c = 0; c < t->y->n_channels && t->n + n <= t->y->n_frames; ++c) {
    memcpy(t->y->x[c] + t->n, y[c], n * sizeof(float));
  }
  t->n += n;
  return LQ_OK;
}

/// @param block_frames  how much is pushed at a time
/// @param y             as long as lq_resampled_frames() of it
static inline lq_status tool_codec_run(const lq_codec_spec spec, const double rate_hz,
                                       const tool_sound* const x, const size_t block_frames,
                                       tool_sound* const y, double* const out_hz,
                                       lq_error* const error)
{
  lq_codec*       codec = NULL;
  tool_codec_tape tape  = {.y = y};
  *y                    = (tool_sound){0};
  LQ_TRY(lq_codec_open(&codec, spec, rate_hz, x->n_channels, tool_codec_hear, &tape, error));
  *out_hz = lq_codec_rate_hz(codec);
  *y = tool_sound_new(x->n_channels, (size_t)lq_resampled_frames(x->n_frames, rate_hz, *out_hz));
  lq_status status = LQ_OK;
  for (size_t i = 0; i < x->n_frames && !status; i += block_frames) {
    const float* at[TOOL_MAX_CHANNELS];
    for (unsigned c = 0; c < x->n_channels; ++c) {
      at[c] = x->x[c] + i;
    }
    const size_t left = x->n_frames - i;
    status            = lq_codec_push(codec, at, left < block_frames ? left : block_frames, error);
  }
  status = status ? status : lq_codec_finish(codec, error);
  lq_codec_free(codec);
  CHECK(status || tape.n == y->n_frames);
  return status;
}

static inline lq_codec_spec tool_codec_spec(const char* const text)
{
  lq_codec_spec spec = {0};
  CHECK(!lq_codec_parse(text, &spec));
  return spec;
}

#endif

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// AAC by two ffmpeg processes, one that encodes to ADTS and one that decodes it, sound going
// through both. ffmpeg's own encoder, low complexity.
#include "audio/codec_kind.h"

#include "base/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  PATIENCE_MS = 30000,
  DELAY       = 1024, // one block of the transform: what the encoder puts before the first sample
  MOST_BYTES  = LQ_CODEC_BLOCK_FRAMES * LQ_CODEC_CHANNELS * sizeof(float)
};

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FLOATS "f32be"
#else
#define FLOATS "f32le"
#endif

typedef struct {
  lq_child*     child;
  lq_codec_out* out;
  unsigned      n_channels;
  size_t        n_waiting; ///< bytes of a frame that is not whole yet
  unsigned char waiting[LQ_CODEC_CHANNELS * sizeof(float)];
  float         frames[LQ_CODEC_BLOCK_FRAMES * LQ_CODEC_CHANNELS];
} aac;

static void aac_free(void* const self)
{
  aac* const a = self;
  if (a) {
    lq_child_free(a->child);
    free(a);
  }
}

// Bytes come cut anywhere.
static lq_status take(void* const user, const void* const bytes, const size_t n)
{
  aac* const   a     = user;
  const size_t frame = a->n_channels * sizeof(float);
  for (size_t done = 0; done < n;) {
    float        room[LQ_CODEC_BLOCK_FRAMES * LQ_CODEC_CHANNELS];
    const size_t most = sizeof room - a->n_waiting;
    const size_t now  = n - done < most ? n - done : most;
    memcpy(room, a->waiting, a->n_waiting);
    memcpy((unsigned char*)room + a->n_waiting, (const unsigned char*)bytes + done, now);
    const size_t whole = (a->n_waiting + now) / frame;
    a->n_waiting       = (a->n_waiting + now) % frame;
    memcpy(a->waiting, (unsigned char*)room + whole * frame, a->n_waiting);
    LQ_TRY(lq_codec_emit_frames(a->out, room, whole));
    done += now;
  }
  return LQ_OK;
}

static lq_status start(aac* const a, const unsigned kbps, const unsigned rate_hz,
                       const int patience_ms)
{
  char ffmpeg[1024], rate[16], channels[4], bits[16];
  if (!lq_child_find("ffmpeg", ffmpeg, sizeof ffmpeg)) {
    return LQ_ERR_NOT_FOUND;
  }
  (void)snprintf(rate, sizeof rate, "%u", rate_hz);
  (void)snprintf(channels, sizeof channels, "%u", a->n_channels);
  (void)snprintf(bits, sizeof bits, "%uk", kbps);
  const char* const encode[] = {ffmpeg, "-nostdin", "-v",     "quiet", "-f",     FLOATS, "-ar",
                                rate,   "-ac",      channels, "-i",    "pipe:0", "-c:a", "aac",
                                "-b:a", bits,       "-f",     "adts",  "pipe:1", NULL};
  const char* const decode[] = {ffmpeg, "-nostdin", "-v",     "quiet", "-f",
                                "aac",  "-i",       "pipe:0", "-c:a",  "pcm_" FLOATS,
                                "-f",   FLOATS,     "pipe:1", NULL};
  const char* const* const programs[] = {encode, decode};
  return lq_child_start(&a->child, programs, 2, patience_ms, take, a);
}

lq_status lq_codec_aac_open(void** const self, const lq_codec_spec spec, const unsigned rate_hz,
                            const unsigned n_channels, lq_codec_out* const out,
                            const int patience_ms)
{
  aac* const a = calloc(1, sizeof *a);
  if (!a) {
    return LQ_ERR_MEMORY;
  }
  *self         = a;
  a->out        = out;
  a->n_channels = n_channels;
  return start(a, spec.kbps, rate_hz, patience_ms);
}

static lq_status aac_open(void** const self, const lq_codec_spec spec, const unsigned rate_hz,
                          const unsigned n_channels, lq_codec_out* const out,
                          unsigned* const delay_frames)
{
  *delay_frames = DELAY;
  return lq_codec_aac_open(self, spec, rate_hz, n_channels, out, PATIENCE_MS);
}

static lq_status aac_push(void* const self, const float* const* const x, const size_t n_frames)
{
  aac* const a = self;
  lq_codec_interleave(x, a->n_channels, n_frames, a->frames);
  return lq_child_write(a->child, a->frames, n_frames * a->n_channels * sizeof(float));
}

static lq_status aac_finish(void* const self)
{
  static const float        zeros[DELAY]               = {0};
  static const float* const silence[LQ_CODEC_CHANNELS] = {zeros, zeros};
  aac* const                a                          = self;
  LQ_TRY(aac_push(a, silence, DELAY)); // the last block needs one that follows it
  return lq_child_finish(a->child);
}

static const char* aac_fault(const void* const self)
{
  const aac* const a = self;
  return a->child ? lq_child_fault(a->child) : "could not be started";
}

const lq_codec_class lq_codec_aac = {.name     = "aac",
                                     .min_kbps = 32,
                                     .max_kbps = 512,
                                     .open     = aac_open,
                                     .push     = aac_push,
                                     .finish   = aac_finish,
                                     .free     = aac_free,
                                     .program  = "ffmpeg",
                                     .fault    = aac_fault};

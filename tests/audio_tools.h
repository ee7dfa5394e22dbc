// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of sound files: a folder that goes away, signals, whole files as bytes.
#ifndef LQ_TESTS_AUDIO_TOOLS_H
#define LQ_TESTS_AUDIO_TOOLS_H

#include "audio/in.h"
#include "audio/out.h"
#include "base/rng.h"
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TOOL_MAX_CHANNELS = 8 };

static char tool_folder[256];

/// A path inside this test's own folder; good until the fourth call from here.
static inline const char* tool_path(const char* const name)
{
  static char     paths[4][512];
  static unsigned next;
  if (!tool_folder[0]) {
    const char* const tmp   = getenv("TMPDIR");
    const char* const quick = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm"; // thousands of files
    snprintf(tool_folder, sizeof tool_folder, "%.200s/lacquer-test-XXXXXX", tmp ? tmp : quick);
    if (!mkdtemp(tool_folder)) {
      perror("mkdtemp");
      exit(1);
    }
  }
  char* const path = paths[next++ % 4];
  snprintf(path, 512, "%s/%.200s", tool_folder, name);
  return path;
}

/// How many entries the test's folder has, hidden ones too.
static inline int tool_count_files(void)
{
  int  n   = 0;
  DIR* dir = opendir(tool_folder);
  for (struct dirent* e; dir && (e = readdir(dir));) {
    n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
  }
  if (dir) {
    closedir(dir);
  }
  return n;
}

static inline void tool_clean(void)
{
  DIR* dir = tool_folder[0] ? opendir(tool_folder) : NULL;
  for (struct dirent* e; dir && (e = readdir(dir));) {
    if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) {
      const char* const path = tool_path(e->d_name);
      if (unlink(path)) {
        rmdir(path);
      }
    }
  }
  if (dir) {
    closedir(dir);
  }
}

static inline void tool_done(void)
{
  tool_clean();
  rmdir(tool_folder);
}

static inline void tool_save(const char* const path, const void* const bytes, const size_t n)
{
  unlink(path); // rewriting in place would make the disk wait
  FILE* const f = fopen(path, "wb");
  if (!f || fwrite(bytes, 1, n, f) != n || fclose(f)) {
    perror(path);
    exit(1);
  }
}

/// malloc'ed; NULL when it is not there
static inline unsigned char* tool_load(const char* const path, size_t* const n)
{
  FILE* const f = fopen(path, "rb");
  if (!f) {
    *n = 0;
    return NULL;
  }
  fseek(f, 0, SEEK_END);
  *n = (size_t)ftell(f);
  rewind(f);
  unsigned char* const bytes = malloc(*n + 1);
  if (!bytes || fread(bytes, 1, *n, f) != *n) {
    perror(path);
    exit(1);
  }
  fclose(f);
  return bytes;
}

static inline bool tool_same_files(const char* const a, const char* const b)
{
  size_t               n = 0, m = 0;
  unsigned char* const x    = tool_load(a, &n);
  unsigned char* const y    = tool_load(b, &m);
  const bool           same = x && y && n == m && !memcmp(x, y, n);
  free(x);
  free(y);
  return same;
}

/// Planes of samples.
typedef struct {
  size_t   n_frames;
  unsigned n_channels;
  float*   x[TOOL_MAX_CHANNELS];
} tool_sound;

static inline tool_sound tool_sound_new(const unsigned n_channels, const size_t n_frames)
{
  tool_sound s = {.n_frames = n_frames, .n_channels = n_channels};
  for (unsigned c = 0; c < n_channels; ++c) {
    s.x[c] = calloc(n_frames + 1, sizeof(float));
  }
  return s;
}

static inline void tool_sound_free(tool_sound* const s)
{
  for (unsigned c = 0; c < s->n_channels; ++c) {
    free(s->x[c]);
  }
  *s = (tool_sound){0};
}

/// Noise whose values are whole multiples of the step of so many bits, full scale included.
static inline void tool_noise(const tool_sound* const s, const unsigned bits, const uint64_t seed)
{
  const int64_t full = INT64_C(1) << (bits - 1);
  for (unsigned c = 0; c < s->n_channels; ++c) {
    for (size_t i = 0; i < s->n_frames; ++i) {
      const int64_t v = (int64_t)(lq_rng_at(seed + c, i) >> (64 - bits)) - full;
      s->x[c][i]      = (float)((double)v / (double)full);
    }
    if (s->n_frames > 1) {
      s->x[c][0] = -1;
      s->x[c][1] = (float)((double)(full - 1) / (double)full);
    }
  }
}

static inline lq_status tool_write(const char* const path, const tool_sound* const s,
                                   lq_audio_out_spec spec, lq_error* const error)
{
  lq_audio_out* out = NULL;
  spec.n_channels   = s->n_channels;
  LQ_TRY(lq_audio_out_open(&out, path, &spec, error));
  const lq_status status = lq_audio_out_write(out, (const float* const*)s->x, s->n_frames, error);
  if (status) {
    lq_audio_out_abandon(out);
    return status;
  }
  return lq_audio_out_commit(out, error);
}

/// All of a file of at most TOOL_MAX_CHANNELS.
static inline lq_status tool_read(const char* const path, tool_sound* const s,
                                  lq_audio_info* const info, lq_error* const error)
{
  lq_audio_in* in = NULL;
  *s              = (tool_sound){0};
  LQ_TRY(lq_audio_in_open(&in, path, error));
  *info                  = *lq_audio_in_info(in);
  *s                     = tool_sound_new(info->n_channels, (size_t)info->n_frames);
  size_t          n      = 0;
  const lq_status status = lq_audio_in_read(in, s->x, s->n_frames + 1, &n, error);
  CHECK(status || n == s->n_frames);
  lq_audio_in_close(in);
  return status;
}

static inline bool tool_same_sound(const tool_sound* const a, const tool_sound* const b)
{
  bool same = a->n_frames == b->n_frames && a->n_channels == b->n_channels;
  for (unsigned c = 0; same && c < a->n_channels; ++c) {
    same = !memcmp(a->x[c], b->x[c], a->n_frames * sizeof(float));
  }
  return same;
}

#endif

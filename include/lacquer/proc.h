// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A processor: a table of rows and five functions. Everything that changes audio is one of these.
///
/// Three structs, never merged: **values** (floats in the user's units, one per row, never
/// overwritten), **coef** (derived by a pure `design`), **state** (what the past left behind).
///
/// Life of an instance:
///   1. `prepare` with an arena that measures (returns NULL, writes nothing), then with one that
///      lays out. It is handed the values at the start: rows flagged LQ_RESTART are fixed by them.
///   2. `reset`, then `update` with all values.
///   3. `process` any number of frames up to spec.max_frames; `update` again when values change,
///      which the engine does only on the 64-frame grid counted from frame 0 (LQ_PROC_EXACT: in
///      any frame). After the first
///      `update` following a `reset` values hold at once; later ones ramp where a row says
///      LQ_SMOOTH.
///   The output is the same, to the bit, however the audio is cut into blocks.
#ifndef LACQUER_PROC_H
#define LACQUER_PROC_H

#include "lacquer/param.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  LQ_MAX_CHANNELS    = 2,    ///< of a strip; files with more are brought down at the door
  LQ_MAX_BANDS       = 64,   ///< repeated rows of one processor
  LQ_MAX_FRAMES      = 1024, ///< of one call of process
  LQ_GRID_FRAMES     = 64,   ///< values change only on multiples of this
  LQ_PROC_MAX_METERS = 8,
};

typedef struct lq_arena lq_arena;
typedef struct lq_simd  lq_simd;
typedef struct lq_proc  lq_proc;

typedef struct {
  double         rate_hz;
  unsigned       n_channels; ///< coming in: 1 or 2
  unsigned       n_key;      ///< channels of an external key: 0 when the signal is its own
  unsigned       n_bands;    ///< repeated rows in use
  double         tempo_bpm;  ///< 0 when unknown
  const lq_simd* simd;       ///< kernels for this CPU
  const lq_proc* proc;       ///< the one that is prepared, for those that are made at run time
} lq_spec;

enum {
  LQ_PROC_STEREO = 1U << 0U, ///< leaves with two channels even when one came in
  LQ_PROC_KEY    = 1U << 1U, ///< listens to an external key when there is one
  LQ_PROC_PLUGIN = 1U << 2U, ///< made at run time of a plug-in (plugin/plugin.h)
  LQ_PROC_EXACT  = 1U << 3U, ///< values may change in any frame, not only on the grid
};

struct lq_proc {
  const char*     symbol;    ///< "compressor": the key in a chain
  const char*     name;      ///< "Compressor"
  const char*     lv2_class; ///< "CompressorPlugin"
  const char*     doc;       ///< one sentence
  const lq_param* params;    ///< rows; the first one may be written as a bare value
  unsigned        n_params;
  unsigned        n_band_params; ///< 0 when nothing repeats
  const lq_param* band_params;   ///< rows of one band
  unsigned        flags;         ///< LQ_PROC_STEREO, LQ_PROC_KEY

  /// Lay out one instance. NULL means that the arena only measures.
  void* (*prepare)(lq_arena* arena, const lq_spec* spec, const float* values);
  LQ_RT void (*reset)(void* self);
  /// @param values [n_params + n_bands * n_band_params], in range (the caller clamps)
  LQ_RT void (*update)(void* self, const float* values);
  /// In place. @param io [channels out, then spec.n_key][n_frames], 64-byte aligned, full scale 1.
  /// Mono into an LQ_PROC_STEREO processor: io[0] holds the input, io[1] is room for the output.
  /// Key channels are read only.
  LQ_RT void (*process)(void* self, float* const* io, size_t n_frames);
  /// Frames by which the output comes late; fixed after prepare. NULL means 0.
  LQ_RT size_t (*latency_frames)(const void* self);
  /// Frames that go on sounding after the input ends, by the values now. NULL means 0.
  LQ_RT size_t (*tail_frames)(const void* self);
  /// Write the values of the rows flagged LQ_OUT, in row order, since the last call; NULL if none.
  LQ_RT void (*meters)(void* self, float* out);
  /// Gain at a frequency with these values, dB; NULL for what has no fixed response.
  double (*response_db)(const lq_spec* spec, const float* values, double freq_hz);
  /// Give back what an instance holds outside its arena; NULL when it holds nothing there.
  void (*release)(void* self);
  /// Why an instance cannot run, or what it did wrong, as half a sentence: "the plug-in X is not
  /// installed". NULL when all is well; the function is NULL for what cannot fail.
  const char* (*fault)(const void* self);
};

/// Number of floats in the values of one instance.
static inline size_t lq_proc_n_values(const lq_proc* const proc, const unsigned n_bands)
{
  return (size_t)proc->n_params + (size_t)n_bands * proc->n_band_params;
}

/// The row of value `index`.
static inline const lq_param* lq_proc_row(const lq_proc* const proc, const size_t index)
{
  return index < proc->n_params
             ? &proc->params[index]
             : &proc->band_params[(index - proc->n_params) % proc->n_band_params];
}

/// Channels that leave when `n_channels` come in.
static inline unsigned lq_proc_n_out(const lq_proc* const proc, const unsigned n_channels)
{
  return (proc->flags & LQ_PROC_STEREO) ? 2U : n_channels;
}

/// Fill with the rows' defaults.
LQ_API void lq_proc_defaults(const lq_proc* proc, unsigned n_bands, float* values);

/// All processors, NULL-ended, in the order of the manual.
LQ_API const lq_proc* const* lq_proc_all(void);

/// The processor with that symbol, or NULL.
LQ_API const lq_proc* lq_proc_find(const char* symbol);

#ifdef __cplusplus
}
#endif

#endif

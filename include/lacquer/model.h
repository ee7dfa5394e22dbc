// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Plain data: what a plan says. Sessions (mix plans) and masters (master plans) speak the same
/// language of chains, values, units and reasons. Nothing here opens a file or touches audio.
///
/// All memory of a plan comes from its pool and goes with it; strings are never NULL unless said.
#ifndef LACQUER_MODEL_H
#define LACQUER_MODEL_H

#include "lacquer/dither.h"
#include "lacquer/proc.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lq_pool lq_pool;

/// How a value moves from a point to the next one, in the row's own unit (a fader's line is one in
/// decibels): straight, not at all until the next point, or along half a raised cosine.
typedef enum { LQ_SHAPE_LINEAR, LQ_SHAPE_HOLD, LQ_SHAPE_CURVE } lq_shape;

typedef struct {
  double   time_sec;
  float    value; ///< in the row's unit
  lq_shape shape;
} lq_point;

/// Automation of one value: points in rising time; before the first and after the last it holds.
typedef struct {
  const lq_point* points;
  size_t          n; ///< 0: not automated
} lq_curve;

/// What a device works on: all of its strip, or one part of it alone, to which it adds what it
/// changes there (engine/pick.h). Mid is (left + right)/2, side (left - right)/2.
typedef enum {
  LQ_CHANNELS_BOTH,
  LQ_CHANNELS_MID,
  LQ_CHANNELS_SIDE,
  LQ_CHANNELS_LEFT,
  LQ_CHANNELS_RIGHT,
  LQ_CHANNELS_N
} lq_channels;

/// One processor with its settings.
typedef struct {
  const lq_proc* proc;
  unsigned       n_bands;
  float*         values;   ///< [lq_proc_n_values]
  lq_curve*      curves;   ///< [lq_proc_n_values], or NULL when nothing is automated
  bool*          given;    ///< [lq_proc_n_values]: stands in the plan even at its default; or NULL
  bool           on;       ///< off passes the input through, latency included
  const char*    key;      ///< strip that an LQ_PROC_KEY processor listens to, or NULL: itself
  const char*    why;      ///< the reason, or NULL
  const char**   band_why; ///< [n_bands], or NULL; entries may be NULL
  lq_at          at;       ///< where it was written; zero when an assistant made it
  lq_channels    channels; ///< of a chain's device
} lq_device;

/// Channels that leave when `n_channels` come in. A part of a strip leaves the strip as it is.
static inline unsigned lq_device_n_out(const lq_device* const device, const unsigned n_channels)
{
  return device->channels ? n_channels : lq_proc_n_out(device->proc, n_channels);
}

/// "both", "mid", "side", "left", "right", and NULL behind them.
LQ_API const char* const* lq_channels_names(void);

typedef struct {
  lq_device* devices;
  size_t     n;
} lq_chain;

/// How a clip comes and goes. Two that cross keep the level: COSINE and LINEAR of one and the same
/// sound (their gains add up to 1), POWER of two that have nothing in common (their squares do).
typedef enum { LQ_FADE_COSINE, LQ_FADE_POWER, LQ_FADE_LINEAR } lq_fade;

/// A piece of a file on the timeline of the session.
typedef struct {
  const char* file;       ///< as written; relative to the plan's folder
  const char* path;       ///< resolved
  double      start_sec;  ///< where on the timeline
  double      offset_sec; ///< where in the file
  double      length_sec; ///< <= 0: to the end of the file
  double      fade_in_sec;
  double      fade_out_sec;
  double      gain_db;
  lq_at       at;
  lq_fade     fade_in_shape;
  lq_fade     fade_out_shape;
  bool        mute;     ///< silent, and as long as ever
  bool        at_stamp; ///< starts by its file's BWF time stamp and not by start_sec: the earliest
                        ///< such clip of the session is at 0
} lq_clip;

/// A stretch of time.
typedef struct {
  double start_sec, end_sec;
} lq_span;

/// The fixed controls of every strip, each a processor with its rows, in signal order:
/// trim, polarity, delay, [chain], fader, pan.
typedef enum {
  LQ_CONTROL_TRIM,
  LQ_CONTROL_POLARITY,
  LQ_CONTROL_DELAY,
  LQ_CONTROL_FADER,
  LQ_CONTROL_PAN,
  LQ_CONTROL_N
} lq_control;

/// A send: `device.proc` is lq_send_level (level, pan, tap).
typedef struct {
  const char* target; ///< name of a return or bus
  lq_device   device;
} lq_send;

typedef enum { LQ_STRIP_TRACK, LQ_STRIP_BUS, LQ_STRIP_RETURN, LQ_STRIP_MAIN } lq_strip_kind;

typedef struct {
  lq_strip_kind      kind;
  const char*        name;     ///< unique in the session
  const char*        role;     ///< "lead-vocal"; "" when unknown
  const char*        role_why; ///< or NULL
  const lq_clip*     clips;    ///< of a track
  size_t             n_clips;
  lq_device          controls[LQ_CONTROL_N];
  lq_chain           chain;
  const lq_send*     sends;
  size_t             n_sends;
  const char*        out;     ///< name of a bus, or "main"; of main itself ""
  const char*        out_why; ///< or NULL
  bool               mute;    ///< from beginning to end
  bool               solo;
  const char*        mute_why; ///< or NULL
  lq_device          muting;   ///< lq_mute: automation of mute, when it has any
  lq_at              at;
  const char* const* vcas; ///< names of the VCAs that move it; not of main
  size_t             n_vcas;
  const char*        in_step; ///< the strip that it is a copy of (model/apart.h), or NULL
  const lq_span*     clean;   ///< [n_clean] of a track: silent there in a clean version, in order
  size_t             n_clean;
} lq_strip;

/// One fader without audio that moves many strips: its decibels add to their faders, its mute
/// mutes them.
typedef struct {
  const char* name;  ///< unique among VCAs and strips
  lq_device   level; ///< lq_fader, with the reason
  bool        mute;
  lq_device   muting; ///< as a strip's
  lq_at       at;
} lq_vca;

/// A mix plan (session.yaml).
typedef struct {
  lq_pool*           pool;
  const char*        title;
  const char*        file;      ///< where it was read from, or NULL
  const char*        folder;    ///< clip files are relative to it
  double             rate_hz;   ///< 0: the most common rate of the tracks
  double             tempo_bpm; ///< 0: unknown
  const char* const* notes;     ///< what was found, for people; [n_notes]
  size_t             n_notes;
  lq_strip*          strips; ///< tracks, then buses, then returns, then main (always there, last)
  size_t             n_strips;
  lq_vca*            vcas;
  size_t             n_vcas;
  const lq_span*     clean; ///< [n_clean] all voices are silent there in a clean version, in order
  size_t             n_clean;
} lq_session;

/// What one destination gets: after the common chain, at its rate, its own chain (the limiter).
typedef struct {
  const char*    target;  ///< row of targets.yaml
  double         rate_hz; ///< 0: the source's
  unsigned       bits;    ///< 16, 24 or 32 (float)
  lq_dither_kind dither;
  const char*    format; ///< "wav", "flac"
  lq_chain       chain;
  const char*    why; ///< or NULL
  lq_at          at;
} lq_delivery;

/// A master plan (master.yaml).
typedef struct {
  lq_pool*           pool;
  const char*        title;
  const char*        file; ///< where it was read from, or NULL
  const char*        folder;
  const char*        source;      ///< the mix, as written
  const char*        source_path; ///< resolved
  const char* const* notes;
  size_t             n_notes;
  lq_chain           chain;
  lq_delivery*       deliveries;
  size_t             n_deliveries;
} lq_master;

/// A device with the processor's defaults, switched on; memory from the pool.
LQ_API LQ_NODISCARD lq_status lq_device_init(lq_device* device, lq_pool* pool, const lq_proc* proc,
                                             unsigned n_bands);

/// Put one value by its symbol, clamped; the symbol must exist.
LQ_API void  lq_device_set(lq_device* device, const char* symbol, float value);
LQ_API void  lq_device_set_band(lq_device* device, unsigned band, const char* symbol, float value);
LQ_API float lq_device_get(const lq_device* device, const char* symbol);

/// Add a device to the end of a chain; `*device` stays valid until the next push to this chain.
LQ_API LQ_NODISCARD lq_status lq_chain_push(lq_chain* chain, lq_pool* pool,
                                            const lq_device* device);

/// The value of an automated row at a time; `otherwise` when the curve is empty.
LQ_API float lq_curve_at(const lq_curve* curve, double time_sec, float otherwise);

/// An empty session (a main strip, no tracks) or master with a pool of its own.
LQ_API LQ_NODISCARD lq_status lq_session_new(lq_session** session);
LQ_API void                   lq_session_free(lq_session* session); ///< NULL is fine
LQ_API LQ_NODISCARD lq_status lq_master_new(lq_master** master);
LQ_API void                   lq_master_free(lq_master* master); ///< NULL is fine

/// A strip with default controls, added behind the last of its kind; NULL without memory.
/// Pointers to strips stay valid until the next strip is added.
LQ_API lq_strip* lq_session_add(lq_session* session, lq_strip_kind kind, const char* name);

/// The strip with that name ("main" for main), or NULL.
LQ_API lq_strip* lq_session_find(const lq_session* session, const char* name);

/// A VCA at 0 dB, added behind the others; NULL without memory. Pointers as above.
LQ_API lq_vca* lq_session_add_vca(lq_session* session, const char* name);

/// The VCA with that name, or NULL.
LQ_API lq_vca* lq_session_find_vca(const lq_session* session, const char* name);

/// Let a VCA move a strip.
LQ_API LQ_NODISCARD lq_status lq_strip_add_vca(lq_strip* strip, lq_pool* pool, const char* name);

LQ_API LQ_NODISCARD lq_status lq_strip_add_clip(lq_strip* strip, lq_pool* pool,
                                                const lq_clip* clip);
LQ_API LQ_NODISCARD lq_status lq_strip_add_send(lq_strip* strip, lq_pool* pool, const char* target,
                                                float level_db);

/// Names, routing and keys hold together: every target exists, nothing feeds itself.
LQ_API LQ_NODISCARD lq_status lq_session_check(const lq_session* session, lq_error* error);

#ifdef __cplusplus
}
#endif

#endif

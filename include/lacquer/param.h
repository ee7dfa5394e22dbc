// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One row per knob: the only place where a parameter's name, unit, range, default, taper and
/// sentence exist. YAML, JSON, the command line, the manual and the tests read it.
#ifndef LACQUER_PARAM_H
#define LACQUER_PARAM_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  LQ_UNIT_NONE,
  LQ_UNIT_DB,
  LQ_UNIT_DBTP,
  LQ_UNIT_LUFS,
  LQ_UNIT_HZ, ///< "90 Hz", "2.5 kHz"
  LQ_UNIT_MS, ///< "5 ms", "0.3 s"
  LQ_UNIT_SEC,
  LQ_UNIT_PERCENT,
  LQ_UNIT_DB_PER_OCTAVE,
  LQ_UNIT_BPM,
  LQ_UNIT_BEATS,
  LQ_UNIT_BITS,
  LQ_UNIT_PAN, ///< -100 (left) to 100 (right); reads "L30", "30 R", "center"
  LQ_UNIT_N
} lq_unit;

typedef enum { LQ_TAPER_LINEAR, LQ_TAPER_LOG, LQ_TAPER_CHOICE, LQ_TAPER_TOGGLE } lq_taper;

enum {
  LQ_OUT     = 1U << 0U, ///< a meter: written by the processor, never read
  LQ_SMOOTH  = 1U << 1U, ///< ramped, so it may be automated without clicks
  LQ_RESTART = 1U << 2U, ///< changes latency or memory: fixed for a render
  LQ_OFF_MIN = 1U << 3U, ///< the minimum means "off" and reads as "off" (or "-inf" for levels)
};

typedef struct {
  const char*        symbol; ///< "attack": YAML key, JSON key, LV2 symbol, --set key; stable
  const char*        name;   ///< "Attack"
  lq_unit            unit;   ///< zero means none
  lq_taper           taper;  ///< linear (zero), log, choice, toggle
  float              min, max, def;
  const char* const* choices; ///< NULL-ended, one word each, for LQ_TAPER_CHOICE
  unsigned           flags;   ///< LQ_OUT, LQ_SMOOTH, LQ_RESTART, LQ_OFF_MIN
  const char*        doc;     ///< one sentence a mixing engineer would say
} lq_param;

/// A short text by value, so that formatting needs no memory.
typedef struct {
  char text[512];
} lq_text;

/// "dB", "Hz"; "" for none.
LQ_API const char* lq_unit_symbol(lq_unit unit);

/// The row with that symbol, or NULL.
LQ_API const lq_param* lq_param_find(const lq_param* params, size_t n_params, const char* symbol);

/// "freq, q and on": what a person may write. Meters are left out.
LQ_API lq_text lq_param_list(const lq_param* params, size_t n_params);

/// Read one value as a person writes it: "-18 dB", "2.5 kHz", "0.3 s" for milliseconds, "on",
/// a choice's word. A bare number is taken in the row's own unit. Whatever the locale.
/// @return LQ_ERR_BAD_VALUE when it is no number, has another unit, or lies out of range.
LQ_API LQ_NODISCARD lq_status lq_param_parse(const lq_param* param, const char* text, float* value);

/// Write one value as a person reads it, with its unit. lq_param_parse() gives back the same bits.
LQ_API lq_text lq_param_format(const lq_param* param, float value);

/// "10 to 1000 Hz", "bell, low-shelf or notch", "on or off": for errors and docs.
LQ_API lq_text lq_param_range(const lq_param* param);

/// The nearest allowed value; non-finite becomes the default.
LQ_API float lq_param_clamp(const lq_param* param, float value);

/// Position of a knob, 0 to 1, and back, by the row's taper.
LQ_API float lq_param_to_unit(const lq_param* param, float value);
LQ_API float lq_param_from_unit(const lq_param* param, float position);

#ifdef __cplusplus
}
#endif

#endif

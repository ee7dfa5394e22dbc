// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/param.h"

#include "base/maths.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char* const unit_symbols[LQ_UNIT_N] = {
    [LQ_UNIT_NONE] = "",     [LQ_UNIT_DB] = "dB",       [LQ_UNIT_DBTP] = "dBTP",
    [LQ_UNIT_LUFS] = "LUFS", [LQ_UNIT_HZ] = "Hz",       [LQ_UNIT_MS] = "ms",
    [LQ_UNIT_SEC] = "s",     [LQ_UNIT_PERCENT] = "%",   [LQ_UNIT_DB_PER_OCTAVE] = "dB/oct",
    [LQ_UNIT_BPM] = "BPM",   [LQ_UNIT_BEATS] = "beats", [LQ_UNIT_BITS] = "bits",
    [LQ_UNIT_PAN] = "",
};

/// Words a person may put behind a number, and what they make of it in the row's own unit.
static const struct {
  lq_unit     unit;
  const char* word;
  double      factor;
} words[] = {
    {LQ_UNIT_DB, "dB", 1},
    {LQ_UNIT_DBTP, "dBTP", 1},
    {LQ_UNIT_DBTP, "dB", 1},
    {LQ_UNIT_LUFS, "LUFS", 1},
    {LQ_UNIT_HZ, "Hz", 1},
    {LQ_UNIT_HZ, "kHz", 1000},
    {LQ_UNIT_HZ, "k", 1000},
    {LQ_UNIT_MS, "ms", 1},
    {LQ_UNIT_MS, "s", 1000},
    {LQ_UNIT_MS, "us", 0.001},
    {LQ_UNIT_SEC, "s", 1},
    {LQ_UNIT_SEC, "ms", 0.001},
    {LQ_UNIT_PERCENT, "%", 1},
    {LQ_UNIT_DB_PER_OCTAVE, "dB/oct", 1},
    {LQ_UNIT_DB_PER_OCTAVE, "dB/octave", 1},
    {LQ_UNIT_BPM, "BPM", 1},
    {LQ_UNIT_BEATS, "beats", 1},
    {LQ_UNIT_BEATS, "beat", 1},
    {LQ_UNIT_BITS, "bits", 1},
    {LQ_UNIT_BITS, "bit", 1},
};

const char* lq_unit_symbol(const lq_unit unit)
{
  return (unsigned)unit < LQ_UNIT_N ? unit_symbols[unit] : "";
}

const lq_param* lq_param_find(const lq_param* const params, const size_t n_params,
                              const char* const symbol)
{
  for (size_t i = 0; i < n_params; ++i) {
    if (!strcmp(params[i].symbol, symbol)) {
      return &params[i];
    }
  }
  return NULL;
}

static void append(lq_text* const t, const char* const more)
{
  const size_t n = strlen(t->text);
  (void)snprintf(t->text + n, sizeof t->text - n, "%s", more);
}

lq_text lq_param_list(const lq_param* const params, const size_t n_params)
{
  lq_text t      = {0};
  size_t  n_left = 0;
  for (size_t i = 0; i < n_params; ++i) {
    n_left += !(params[i].flags & LQ_OUT);
  }
  bool first = true;
  for (size_t i = 0; i < n_params; ++i) {
    if (params[i].flags & LQ_OUT) {
      continue;
    }
    --n_left;
    append(&t, first ? "" : n_left ? ", " : " and ");
    append(&t, params[i].symbol);
    first = false;
  }
  return t;
}

static bool in_range(const lq_param* const p, const float value)
{
  return value >= p->min && value <= p->max;
}

static lq_status parse_choice(const lq_param* const p, const char* const text, float* const value)
{
  for (int i = 0; p->choices[i]; ++i) {
    if (lq_text_same(p->choices[i], text)) {
      *value = (float)i;
      return LQ_OK;
    }
  }
  return LQ_ERR_BAD_VALUE;
}

static lq_status parse_toggle(const char* const text, float* const value)
{
  static const char* const yes[] = {"on", "true", "yes", "1"};
  static const char* const no[]  = {"off", "false", "no", "0"};
  for (unsigned i = 0; i < sizeof yes / sizeof *yes; ++i) {
    if (lq_text_same(yes[i], text) || lq_text_same(no[i], text)) {
      *value = lq_text_same(yes[i], text) ? 1.0F : 0.0F;
      return LQ_OK;
    }
  }
  return LQ_ERR_BAD_VALUE;
}

static const char* skip_blanks(const char* p)
{
  while (*p == ' ' || *p == '\t') {
    ++p;
  }
  return p;
}

static bool is_end(const char* const p)
{
  return !*skip_blanks(p);
}

// "L30", "30 L", "R100", "center", "0", "-30".
static lq_status parse_pan(const lq_param* const p, const char* text, float* const value)
{
  if (lq_text_same(text, "center") || lq_text_same(text, "centre") || lq_text_same(text, "c")) {
    *value = 0;
    return LQ_OK;
  }
  int side = 0;
  if (*text == 'L' || *text == 'l' || *text == 'R' || *text == 'r') {
    side = *text == 'L' || *text == 'l' ? -1 : 1;
    text = skip_blanks(text + 1);
    if (!*text) {
      *value = side < 0 ? p->min : p->max; // "L" alone: all the way
      return LQ_OK;
    }
  }
  double v;
  if (!lq_text_to_double(text, &v, &text)) {
    return LQ_ERR_BAD_VALUE;
  }
  text = skip_blanks(text);
  if (!side && (*text == 'L' || *text == 'l' || *text == 'R' || *text == 'r')) {
    side = *text == 'L' || *text == 'l' ? -1 : 1;
    ++text;
  }
  if (!is_end(text) || (side && v < 0)) {
    return LQ_ERR_BAD_VALUE;
  }
  const float f = (float)(side < 0 ? -v : v);
  if (!in_range(p, f)) {
    return LQ_ERR_BAD_VALUE;
  }
  *value = f;
  return LQ_OK;
}

static lq_status parse_number(const lq_param* const p, const char* text, float* const value)
{
  if ((p->flags & LQ_OFF_MIN) &&
      (lq_text_same(text, "off") || lq_text_same(text, "-inf") || lq_text_same(text, "-inf dB"))) {
    *value = p->min;
    return LQ_OK;
  }
  double v;
  if (!lq_text_to_double(text, &v, &text)) {
    return LQ_ERR_BAD_VALUE;
  }
  text = skip_blanks(text);
  if (*text) {
    bool known = false;
    for (unsigned i = 0; i < sizeof words / sizeof *words && !known; ++i) {
      if (words[i].unit == p->unit && lq_text_same(words[i].word, text)) {
        v     = v * words[i].factor;
        known = true;
      }
    }
    if (!known) {
      return LQ_ERR_BAD_VALUE;
    }
  }
  const float f = (float)v;
  if (!in_range(p, f)) {
    return LQ_ERR_BAD_VALUE;
  }
  *value = f;
  return LQ_OK;
}

lq_status lq_param_parse(const lq_param* const param, const char* text, float* const value)
{
  char copy[128];
  text           = skip_blanks(text);
  const size_t n = strlen(text);
  if (!n || n >= sizeof copy) {
    return LQ_ERR_BAD_VALUE;
  }
  memcpy(copy, text, n + 1);
  for (size_t i = n; i && (copy[i - 1] == ' ' || copy[i - 1] == '\t'); --i) {
    copy[i - 1] = '\0';
  }
  switch (param->taper) {
  case LQ_TAPER_CHOICE:
    return parse_choice(param, copy, value);
  case LQ_TAPER_TOGGLE:
    return parse_toggle(copy, value);
  default:
    return param->unit == LQ_UNIT_PAN ? parse_pan(param, copy, value)
                                      : parse_number(param, copy, value);
  }
}

lq_text lq_param_format(const lq_param* const param, const float value)
{
  lq_text t = {0};
  if (param->taper == LQ_TAPER_CHOICE) {
    append(&t, param->choices[(size_t)value]);
    return t;
  }
  if (param->taper == LQ_TAPER_TOGGLE) {
    append(&t, value > 0.5F ? "on" : "off");
    return t;
  }
  if ((param->flags & LQ_OFF_MIN) && value <= param->min) {
    append(&t, "off");
    return t;
  }
  char number[64];
  if (param->unit == LQ_UNIT_PAN) {
    lq_text_from_float(number, sizeof number, fabsf(value));
    append(&t, value < 0 ? "L" : value > 0 ? "R" : "center");
    append(&t, value == 0 ? "" : number);
    return t;
  }
  lq_text_from_float(number, sizeof number, value);
  append(&t, number);
  append(&t, *lq_unit_symbol(param->unit) ? " " : "");
  append(&t, lq_unit_symbol(param->unit));
  return t;
}

lq_text lq_param_range(const lq_param* const param)
{
  lq_text t = {0};
  if (param->taper == LQ_TAPER_TOGGLE) {
    append(&t, "on or off");
    return t;
  }
  if (param->taper == LQ_TAPER_CHOICE) {
    for (int i = 0; param->choices[i]; ++i) {
      append(&t, !i ? "" : param->choices[i + 1] ? ", " : " or ");
      append(&t, param->choices[i]);
    }
    return t;
  }
  char number[64];
  if (param->unit == LQ_UNIT_PAN) {
    append(&t, "L100 to R100 or center");
    return t;
  }
  lq_text_from_float(number, sizeof number, param->min);
  append(&t, number);
  append(&t, " to ");
  lq_text_from_float(number, sizeof number, param->max);
  append(&t, number);
  append(&t, *lq_unit_symbol(param->unit) ? " " : "");
  append(&t, lq_unit_symbol(param->unit));
  append(&t, param->flags & LQ_OFF_MIN ? ", or off" : "");
  return t;
}

float lq_param_clamp(const lq_param* const param, const float value)
{
  if (!isfinite(value)) {
    return param->def;
  }
  const float v = value < param->min ? param->min : value > param->max ? param->max : value;
  return param->taper == LQ_TAPER_CHOICE || param->taper == LQ_TAPER_TOGGLE ? floorf(v + 0.5F) : v;
}

float lq_param_to_unit(const lq_param* const param, const float value)
{
  if (param->max <= param->min) {
    return 0;
  }
  if (param->taper == LQ_TAPER_LOG) {
    return (float)(lq_log((double)value / (double)param->min) /
                   lq_log((double)param->max / (double)param->min));
  }
  return (value - param->min) / (param->max - param->min);
}

float lq_param_from_unit(const lq_param* const param, const float position)
{
  if (param->taper == LQ_TAPER_LOG) {
    return lq_param_clamp(
        param, (float)((double)param->min *
                       lq_pow((double)param->max / (double)param->min, (double)position)));
  }
  return lq_param_clamp(param, param->min + position * (param->max - param->min));
}

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/json.h"

#include <math.h>

static json_t* rounded(const double value, const double steps_of_one)
{
  if (!isfinite(value)) {
    return json_null();
  }
  const double r = floor(value * steps_of_one + 0.5) / steps_of_one;
  return json_real(r == 0.0 ? 0.0 : r); // never -0
}

json_t* lq_json_level(const double value)
{
  return rounded(value, 100.0);
}

json_t* lq_json_text(const char* const file)
{
  if (!file) {
    return json_null();
  }
  json_t* const text = json_string(file);
  if (text) {
    return text;
  }
  char   ascii[1024];
  size_t n = 0;
  for (; file[n] && n < sizeof ascii - 1; ++n) {
    ascii[n] = file[n];
    if (file[n] < ' ' || file[n] > '~') {
      ascii[n] = '?';
    }
  }
  ascii[n] = '\0';
  return json_string(ascii);
}

json_t* lq_measurement_json(const lq_measurement* const m, const char* const file,
                            const unsigned bits)
{
  const struct {
    const char* key;
    json_t*     value;
  } rows[] = {
      {"file", lq_json_text(file)},
      {"duration_sec", rounded((double)m->n_frames / m->rate_hz, 1000.0)},
      {"sample_rate_hz", floor(m->rate_hz) == m->rate_hz ? json_integer((json_int_t)m->rate_hz)
                                                         : json_real(m->rate_hz)},
      {"channels", json_integer(m->n_channels)},
      {"bits", bits ? json_integer(bits) : json_null()},
      {"integrated_lufs", lq_json_level(m->integrated_lufs)},
      {"loudness_range_lu",
       isfinite(m->max_short_term_lufs) ? lq_json_level(m->loudness_range_lu) : json_null()},
      {"max_momentary_lufs", lq_json_level(m->max_momentary_lufs)},
      {"max_short_term_lufs", lq_json_level(m->max_short_term_lufs)},
      {"true_peak_dbtp", lq_json_level(m->true_peak_dbtp)},
      {"sample_peak_dbfs", lq_json_level(m->sample_peak_dbfs)},
      {"plr_lu", lq_json_level(lq_measurement_plr_lu(m))},
      {"rms_dbfs", lq_json_level(m->rms_dbfs)},
      {"nonfinite_samples", json_integer((json_int_t)m->n_nonfinite)}};
  json_t* object = json_object();
  int     failed = !object;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    failed |=
        json_object_set_new(object, rows[i].key, rows[i].value); // takes it even when it fails
  }
  if (failed) {
    json_decref(object);
    object = NULL;
  }
  return object;
}

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/json_analysis.h"

#include <math.h>

// An object that remembers whether anything failed to go in.
typedef struct {
  json_t* object;
  bool    failed;
} page;

static page page_new(void)
{
  json_t* const object = json_object();
  return (page){.object = object, .failed = !object};
}

static void put(page* const p, const char* const key, json_t* const value)
{
  p->failed |= json_object_set_new(p->object, key, value) != 0; // takes it even when it fails
}

static void put_level(page* const p, const char* const key, const double value)
{
  put(p, key, lq_json_level(value));
}

static void put_page(page* const p, const char* const key, const page inner)
{
  p->failed |= inner.failed;
  put(p, key, inner.object);
}

static json_t* thousandths(const double value)
{
  return isfinite(value) ? json_real(floor(value * 1000.0 + 0.5) / 1000.0) : json_null();
}

static json_t* levels(const double* const list, const size_t n)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < n; ++i) {
    (void)json_array_append_new(array, lq_json_level(list[i]));
  }
  return array;
}

static json_t* levels_of(const float* const list, const size_t n)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < n; ++i) {
    (void)json_array_append_new(array, lq_json_level((double)list[i]));
  }
  return array;
}

// Three figures say where a band stands.
static json_t* places(double (*const hz)(unsigned), const unsigned n)
{
  json_t* const array = json_array();
  for (unsigned i = 0; i < n; ++i) {
    const double f    = hz(i);
    const double step = f < 100 ? 0.1 : f < 1000 ? 1.0 : 10.0;
    (void)json_array_append_new(array, json_real(floor(f / step + 0.5) * step));
  }
  return array;
}

static page dynamics(const lq_analysis* const a)
{
  page p = page_new();
  put_level(&p, "rms_dbfs", a->whole.rms_dbfs);
  put_level(&p, "crest_db", a->crest_db);
  put_level(&p, "plr_lu", lq_measurement_plr_lu(&a->whole));
  put_level(&p, "psr_min_lu", a->psr_min_lu);
  put(&p, "psr_min_sec", isfinite(a->psr_min_lu) ? lq_json_level(a->psr_min_sec) : json_null());
  put_level(&p, "psr_median_lu", a->psr_median_lu);
  put_level(&p, "dr_db", a->dr_db);
  put(&p, "dr", json_integer((json_int_t)floor(a->dr_db + 0.5)));
  put_level(&p, "allpass_crest_db", a->allpass_crest_db);
  put_level(&p, "allpass_rise_db", a->allpass_rise_db);
  put(&p, "allpass_hz", places(lq_crest_turn_hz, LQ_CREST_TURNS));
  put(&p, "allpass_crests_db", levels(a->turned_crest_db, LQ_CREST_TURNS));
  put(&p, "octave_hz", places(lq_crest_octave_hz, LQ_CREST_OCTAVES));
  put(&p, "octave_crest_db", levels(a->octave_crest_db, LQ_CREST_OCTAVES));
  return p;
}

static page spectrum(const lq_analysis* const a)
{
  page p = page_new();
  put_level(&p, "tilt_db_per_octave", a->tilt_db_per_octave);
  put_level(&p, "low_edge_hz", a->edges.low_hz);
  put_level(&p, "high_edge_hz", a->edges.high_hz);
  put_level(&p, "high_edge_drop_db", a->edges.drop_db);
  put(&p, "third_octave_hz", places(lq_bands_third_hz, LQ_BANDS_THIRDS));
  put(&p, "third_octave_dbfs", levels(a->third_db, LQ_BANDS_THIRDS));
  put(&p, "sixth_octave_hz", places(lq_bands_sixth_hz, LQ_BANDS_SIXTHS));
  put(&p, "sixth_octave_dbfs", levels(a->sixth_db, LQ_BANDS_SIXTHS));
  return p;
}

static page stereo(const lq_analysis* const a)
{
  unsigned n = 0; // octaves that the rate has
  while (n < LQ_BANDS_OCTAVES && lq_bands_octave_hz(n) < a->bands_below_hz) {
    ++n;
  }
  page p = page_new();
  put(&p, "correlation", thousandths(a->correlation));
  put(&p, "correlation_min", thousandths(a->correlation_min));
  put_level(&p, "correlation_min_sec", a->correlation_min_sec);
  put_level(&p, "side_mid_db", a->side_db);
  put_level(&p, "balance_db", a->balance_db);
  put_level(&p, "mono_loss_db", a->mono_loss_db);
  put(&p, "octave_hz", places(lq_bands_octave_hz, n));
  json_t* const correlations = json_array();
  for (unsigned i = 0; i < n; ++i) {
    (void)json_array_append_new(correlations, thousandths(a->octave_correlation[i]));
  }
  put(&p, "octave_correlation", correlations);
  put(&p, "octave_side_mid_db", levels(a->octave_side_db, n));
  put(&p, "octave_balance_db", levels(a->octave_balance_db, n));
  put(&p, "octave_mono_loss_db", levels(a->octave_mono_loss_db, n));
  return p;
}

static page series(const lq_analysis* const a)
{
  page p = page_new();
  put(&p, "step_sec", json_real(a->step_sec));
  put(&p, "momentary_lufs", levels_of(a->momentary_lufs, a->n_steps));
  put(&p, "short_term_lufs", levels_of(a->short_term_lufs, a->n_steps));
  put(&p, "psr_lu", levels_of(a->psr_lu, a->n_steps));
  put(&p, "correlation", levels_of(a->correlations, a->n_steps));
  put(&p, "true_peak_dbtp", levels_of(a->true_peak_dbtp, a->n_steps));
  put(&p, "sample_peak_dbfs", levels_of(a->sample_peak_dbfs, a->n_steps));
  return p;
}

json_t* lq_analysis_json(const lq_analysis* const a, const char* const file, const unsigned bits,
                         const bool with_series)
{
  page p = {.object = lq_measurement_json(&a->whole, file, bits)};
  if (!p.object) {
    return NULL;
  }
  put_level(&p, "true_peak_exact_dbtp", a->true_peak_exact_dbtp);
  put(&p, "true_peak_exact_sec",
      isfinite(a->true_peak_exact_dbtp) ? thousandths(a->true_peak_exact_sec) : json_null());
  put_page(&p, "dynamics", dynamics(a));
  put_page(&p, "spectrum", spectrum(a));
  if (a->stereo) {
    put_page(&p, "stereo", stereo(a));
  } else {
    put(&p, "stereo", json_null());
  }
  if (with_series) {
    put_page(&p, "series", series(a));
  }
  if (p.failed) {
    json_decref(p.object);
    p.object = NULL;
  }
  return p.object;
}

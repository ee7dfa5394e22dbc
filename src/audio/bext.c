// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/bext.h"

#include "audio/charset.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { VERSION_AT = 346, LOUDNESS_AT = 412, VERSION = 2, UNSET = 0x7FFF };

static void put_ascii(lq_bytes* const to, const size_t size, const char* const text)
{
  char field[256];
  lq_to_ascii(field, size, text);
  lq_bytes_put(to, field, size);
}

static void put_description(lq_bytes* const to, const char* const given, const lq_tags* const tags)
{
  const char* const artist  = tags->text[LQ_TAG_ARTIST] ? tags->text[LQ_TAG_ARTIST] : "";
  const char* const title   = tags->text[LQ_TAG_TITLE] ? tags->text[LQ_TAG_TITLE] : "";
  const char* const version = tags->text[LQ_TAG_VERSION] ? tags->text[LQ_TAG_VERSION] : "";
  char              text[1024];
  (void)snprintf(text, sizeof text, "%.300s%s%.300s%s%.300s%s", artist,
                 *artist && *title ? " - " : "", title, *version ? " (" : "", version,
                 *version ? ")" : "");
  put_ascii(to, 256, given ? given : text);
}

static bool is_day(const char* const date)
{
  static const char pattern[] = "dddd-dd-dd";
  for (size_t i = 0; i < sizeof pattern - 1; ++i) {
    const bool digit = date[i] >= '0' && date[i] <= '9';
    if (pattern[i] == 'd' ? !digit : date[i] != '-') {
      return false;
    }
  }
  return !date[sizeof pattern - 1];
}

// Hundredths in 16 bits, all but the highest: that says "not set".
static void put_figure(lq_bytes* const to, const bool known, const double value)
{
  const bool fits = known && fabs(value) <= 99.99;
  lq_bytes_little(to, fits ? (uint64_t)(uint16_t)(int16_t)lround(100 * value) : UNSET, 2);
}

void lq_bext_put(lq_bytes* const to, const lq_bext* const bext, const lq_tags* const tags)
{
  const lq_loudness_tags* const l    = &tags->loudness;
  const char* const             date = tags->text[LQ_TAG_DATE];
  put_description(to, bext->description, tags);
  put_ascii(to, 32, "Lacquer");
  lq_bytes_zeros(to, 32); // no reference: nobody gave us a facility code of EBU R 99
  put_ascii(to, 10, date && is_day(date) ? date : "");
  lq_bytes_zeros(to, 8); // no time of day
  lq_bytes_little(to, bext->time_reference_frames, 8);
  lq_bytes_little(to, VERSION, 2);
  lq_bytes_zeros(to, 64); // no UMID
  put_figure(to, l->known, l->integrated_lufs);
  put_figure(to, l->known, l->range_lu);
  put_figure(to, l->known, l->true_peak_dbtp);
  put_figure(to, l->known, l->momentary_lufs);
  put_figure(to, l->known, l->short_term_lufs);
  lq_bytes_zeros(to, 180);
  char history[96];
  (void)snprintf(history, sizeof history, "A=PCM,F=%u,W=%u,M=%s,T=Lacquer\r\n", bext->rate_hz,
                 bext->bits,
                 bext->n_channels == 1   ? "mono"
                 : bext->n_channels == 2 ? "stereo"
                                         : "multi");
  lq_bytes_text(to, history);
}

static double take_figure(const unsigned char* const from)
{
  const int16_t v = (int16_t)(uint16_t)lq_little(from, 2);
  return v >= -9999 && v <= 9999 ? v / 100.0 : (double)NAN; // hundredths; beyond is not set
}

void lq_bext_take(lq_loudness_tags* const loudness, const unsigned char* const bytes,
                  const size_t n)
{
  if (n < LQ_BEXT_SIZE || lq_little(bytes + VERSION_AT, 2) < VERSION) {
    return;
  }
  double* const figures[] = {&loudness->integrated_lufs, &loudness->range_lu,
                             &loudness->true_peak_dbtp, &loudness->momentary_lufs,
                             &loudness->short_term_lufs};
  // Writers that know nothing about loudness leave zeros.
  static const unsigned char zeros[10];
  if (!memcmp(bytes + LOUDNESS_AT, zeros, sizeof zeros)) {
    return;
  }
  for (size_t i = 0; i < sizeof figures / sizeof *figures; ++i) {
    *figures[i]     = take_figure(bytes + LOUDNESS_AT + 2 * i);
    loudness->known = loudness->known || !isnan(*figures[i]);
  }
}

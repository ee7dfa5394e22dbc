// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "lacquer/proc.h"

#include <locale.h>

static bool parses(const lq_param* const p, const char* const text, const float want)
{
  float v = -12345;
  return lq_param_parse(p, text, &v) == LQ_OK && v == want;
}

static bool refuses(const lq_param* const p, const char* const text)
{
  float v = -12345;
  return lq_param_parse(p, text, &v) == LQ_ERR_BAD_VALUE && v == -12345;
}

static void people_write_units_in_many_ways(void)
{
  const lq_param hz = {.symbol = "f", .unit = LQ_UNIT_HZ, .min = 10, .max = 20000};
  CHECK(parses(&hz, "90 Hz", 90));
  CHECK(parses(&hz, "90", 90));
  CHECK(parses(&hz, " 2.5kHz ", 2500));
  CHECK(parses(&hz, "2.5 k", 2500));
  CHECK(refuses(&hz, "80 ms"));
  CHECK(refuses(&hz, "9"));
  CHECK(refuses(&hz, "20001"));
  CHECK(refuses(&hz, ""));
  CHECK(refuses(&hz, "nan"));
  CHECK(refuses(&hz, "0x50"));
  CHECK(refuses(&hz, "1e999"));
  const lq_param ms = {.symbol = "t", .unit = LQ_UNIT_MS, .min = 0, .max = 5000};
  CHECK(parses(&ms, "0.3 s", 300));
  CHECK(parses(&ms, "5ms", 5));
  const lq_param pan = {.symbol = "p", .unit = LQ_UNIT_PAN, .min = -100, .max = 100};
  CHECK(parses(&pan, "L30", -30));
  CHECK(parses(&pan, "30 R", 30));
  CHECK(parses(&pan, "center", 0));
  CHECK(parses(&pan, "-30", -30));
  CHECK(refuses(&pan, "L130"));
  CHECK(refuses(&pan, "L-30"));
}

// Every row of every processor, 400 knob positions each: format then parse gives the same bits.
static void round_trip_in(const char* const locale)
{
  (void)setlocale(LC_ALL, locale);
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    for (size_t i = 0; i < (*p)->n_params + (*p)->n_band_params; ++i) {
      const lq_param* const row = lq_proc_row(*p, i);
      for (int k = 0; k <= 400; ++k) {
        const float want = lq_param_from_unit(row, (float)k / 400.0F);
        float       got  = -1;
        CHECK(lq_param_parse(row, lq_param_format(row, want).text, &got) == LQ_OK);
        CHECK(!memcmp(&got, &want, sizeof got));
      }
    }
  }
  (void)setlocale(LC_ALL, "C");
}

static void every_row_round_trips(void)
{
  round_trip_in("C");
}

static void every_row_round_trips_with_a_decimal_comma(void)
{
  round_trip_in("de_DE.UTF-8"); // stays "C" where that locale is not installed
}

static void every_row_is_sane(void)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    CHECK((*p)->doc && strlen((*p)->doc) > 10);
    for (size_t i = 0; i < (*p)->n_params + (*p)->n_band_params; ++i) {
      const lq_param* const row = lq_proc_row(*p, i);
      CHECK(row->doc && row->doc[strlen(row->doc) - 1] == '.');
      CHECK(row->min <= row->def && row->def <= row->max);
      CHECK(row->taper != LQ_TAPER_LOG || row->min > 0);
      CHECK((row->taper == LQ_TAPER_CHOICE) == (row->choices != NULL));
      CHECK(strspn(row->symbol, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(row->symbol));
      for (int c = 0; row->choices && c <= (int)row->max; ++c) {
        CHECK(row->choices[c] != NULL);
      }
    }
  }
}

static const check_test tests[] = {
    CHECK_TEST(people_write_units_in_many_ways), CHECK_TEST(every_row_round_trips),
    CHECK_TEST(every_row_round_trips_with_a_decimal_comma), CHECK_TEST(every_row_is_sane)};
CHECK_MAIN(tests)

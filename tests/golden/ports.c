// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are ports: saved plans and hosts know them by symbol and place. ports.txt holds every row
// in its order, and moves only when a person blesses it: LACQUER_BLESS=1.
#include "golden.h"

#include "lacquer/proc.h"

static void put_row(page* const t, const char* const kind, const lq_param* const p)
{
  static const char* const tapers[] = {"linear", "log", "choice", "toggle"};
  const char* const        unit     = lq_unit_symbol(p->unit);
  put(t, "  %s %s [%s] %s %.9g..%.9g", kind, p->symbol, *unit ? unit : "-", tapers[p->taper],
      (double)p->min, (double)p->max);
  for (const char* const* c = p->choices; c && *c; ++c) {
    put(t, "%s%s", c == p->choices ? " " : "|", *c);
  }
  put(t, "%s%s%s\n", p->flags & LQ_OUT ? " out" : "", p->flags & LQ_RESTART ? " restart" : "",
      p->flags & LQ_OFF_MIN ? " off-at-min" : "");
}

static void rows_stand_where_they_stood(void)
{
  page t = {0};
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    put(&t, "%s%s%s\n", (*p)->symbol, (*p)->flags & LQ_PROC_STEREO ? " stereo" : "",
        (*p)->flags & LQ_PROC_KEY ? " key" : "");
    for (unsigned i = 0; i < (*p)->n_params; ++i) {
      put_row(&t, "row", &(*p)->params[i]);
    }
    for (unsigned i = 0; i < (*p)->n_band_params; ++i) {
      put_row(&t, "band", &(*p)->band_params[i]);
    }
  }
  golden_compare("ports.txt", t.text);
  free(t.text);
}

static void symbols_are_unique(void)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    CHECK(lq_proc_find((*p)->symbol) == *p);
    for (unsigned i = 0; i < (*p)->n_params; ++i) {
      CHECK(lq_param_find((*p)->params, (*p)->n_params, (*p)->params[i].symbol) ==
            &(*p)->params[i]);
    }
    for (unsigned i = 0; i < (*p)->n_band_params; ++i) {
      CHECK(lq_param_find((*p)->band_params, (*p)->n_band_params, (*p)->band_params[i].symbol) ==
            &(*p)->band_params[i]);
    }
  }
}

static const check_test tests[] = {CHECK_TEST(rows_stand_where_they_stood),
                                   CHECK_TEST(symbols_are_unique)};
CHECK_MAIN(tests)

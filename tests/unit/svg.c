// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings: round ticks, every peak kept, text that no reader of XML stumbles over.
#include "check.h"

#include "report/svg.h"

#include <locale.h>
#include <stdlib.h>

static void ticks_are(const lq_svg_axis axis, const double most, const double* const want,
                      const size_t n_want)
{
  double       ticks[LQ_SVG_TICKS];
  const size_t n = lq_svg_ticks(&axis, most, ticks);
  CHECK(n == n_want);
  for (size_t i = 0; i < n && i < n_want; ++i) {
    CHECK_NEAR(ticks[i], want[i], 1e-9);
  }
}

static void ticks_are_round(void)
{
  ticks_are((lq_svg_axis){.from = 0, .to = 100}, 5, (double[]){0, 20, 40, 60, 80, 100}, 6);
  ticks_are((lq_svg_axis){.from = 100, .to = 0}, 5, (double[]){0, 20, 40, 60, 80, 100}, 6);
  ticks_are((lq_svg_axis){.from = -0.13, .to = 0.21}, 4, (double[]){-0.1, 0, 0.1, 0.2}, 4);
  ticks_are((lq_svg_axis){.from = 0, .to = 1240, .clock = true}, 8,
            (double[]){0, 300, 600, 900, 1200}, 5);
  ticks_are((lq_svg_axis){.from = 2, .to = 1000, .log = true}, 4, (double[]){10, 100, 1000}, 3);
  ticks_are((lq_svg_axis){.from = 10, .to = 100, .log = true}, 6, (double[]){10, 20, 50, 100}, 4);
  ticks_are((lq_svg_axis){.from = 5, .to = 5}, 6, NULL, 0);
}

// Nothing else than tags that close and the five entities.
static bool is_well_formed(const char* p)
{
  int depth = 0;
  for (; *p; ++p) {
    if (*p == '&' && strncmp(p, "&amp;", 5) && strncmp(p, "&lt;", 4) && strncmp(p, "&gt;", 4) &&
        strncmp(p, "&quot;", 6) && strncmp(p, "&#39;", 5)) {
      return false;
    }
    if (*p == '<') {
      const char* const end = strchr(p, '>');
      if (!end || memchr(p + 1, '<', (size_t)(end - p - 1))) {
        return false;
      }
      depth += p[1] == '/' ? -1 : end[-1] == '/' ? 0 : 1;
      p = end;
    } else if (*p == '>' || (unsigned char)*p < '\n') {
      return false;
    }
  }
  return depth == 0;
}

static char* draw(const char* const title, const double* const x, const double* const y,
                  const size_t n)
{
  lq_svg*           svg    = NULL;
  const lq_svg_axis axis_x = {.from = 0, .to = 10, .label = "time"},
                    axis_y = {.from = -1, .to = 1, .label = "a < b"};
  const lq_svg_key keys[]  = {{LQ_INK_1, "one & two", false}, {LQ_INK_2, "\"three\"", true}};
  CHECK(!lq_svg_new(&svg, title, "what is seen"));
  lq_svg_legend(svg, keys, 2);
  lq_svg_panel(svg, 100, &axis_x, &axis_y, true);
  lq_svg_band(svg, LQ_INK_WARN, 2, 3, "it's <here>");
  lq_svg_line(svg, LQ_INK_1, x, y, n, false);
  lq_svg_between(svg, LQ_INK_2, x, y, y, n);
  lq_svg_level(svg, LQ_INK_BAD, 0.5, "limit");
  lq_svg_border(svg, 5, "Song & dance");
  lq_svg_words(svg, 1, 0, "here");
  char* const text = lq_svg_text(svg);
  lq_svg_free(svg);
  CHECK(text != NULL);
  return text ? text : calloc(1, 1);
}

static void any_text_is_well_formed(void)
{
  const double x[] = {0, 5, 10}, y[] = {0, 1, -1};
  char* const  text = draw("<script>alert('\x01 & \"')</script>", x, y, 3);
  CHECK(is_well_formed(text));
  CHECK(!strstr(text, "<script") && strstr(text, "&lt;script&gt;"));
  CHECK(strstr(text, "Song &amp; dance") && strstr(text, "it&#39;s &lt;here&gt;"));
  CHECK(strstr(text, "prefers-color-scheme:dark") && strstr(text, "role=\"img\""));
  free(text);
}

static void a_single_peak_is_not_lost(void) // fixed: 100 000 points, one of them at the top
{
  enum { N = 100000 };
  static double x[N], y[N];
  for (size_t i = 0; i < N; ++i) {
    x[i] = 10.0 * (double)i / N;
    y[i] = -0.5;
  }
  char* const flat = draw("flat", x, y, N);
  y[51234]         = 1;
  char* const peak = draw("flat", x, y, N);
  CHECK(strlen(flat) < 90000 && strlen(peak) < 90000); // 100 000 points are 3 MB
  CHECK(strcmp(flat, peak) != 0);
  free(flat);
  free(peak);
}

static void a_line_breaks_where_there_is_nothing(void)
{
  const double x[] = {0, 2, 4, 6, 8}, y[] = {0, 0, (double)NAN, 0, 0};
  char* const  text = draw("gap", x, y, 5);
  const char*  d    = strstr(text, "line\" d=\"M");
  CHECK(d && strchr(d + 11, 'M') && strchr(d + 11, 'M') < strchr(d + 11, '"'));
  CHECK(!strstr(text, "nan"));
  free(text);
}

static void numbers_have_a_point_in_every_locale(void)
{
  const double x[] = {0, 0.123, 10}, y[] = {0, 0.777, -1};
  char* const  plain = draw("same", x, y, 3);
  if (setlocale(LC_ALL, "de_DE.UTF-8")) {
    char* const german = draw("same", x, y, 3);
    CHECK_TEXT(german, plain);
    free(german);
    (void)setlocale(LC_ALL, "C");
  }
  CHECK(!strstr(plain, "e-0") && !strstr(plain, "inf"));
  free(plain);
}

static const check_test tests[] = {
    CHECK_TEST(ticks_are_round),
    CHECK_TEST(any_text_is_well_formed),
    CHECK_TEST(a_single_peak_is_not_lost),
    CHECK_TEST(a_line_breaks_where_there_is_nothing),
    CHECK_TEST(numbers_have_a_point_in_every_locale),
};
CHECK_MAIN(tests)

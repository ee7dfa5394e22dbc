// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// strtod and printf follow the process's locale. A constant "C" locale object would be a global,
// so the decimal sign is translated instead: it is the only difference in plain numbers.

static char decimal_sign(void)
{
  const struct lconv* const conv = localeconv();
  return conv->decimal_point[0];
}

bool lq_text_to_double(const char* const text, double* const value, const char** const end)
{
  enum { MAX_DIGITS = 63 }; // longer numbers are no numbers a person typed
  char        copy[MAX_DIGITS + 1];
  size_t      n = 0, n_digits = 0;
  const char* p = text;
  if (*p == '+' || *p == '-') {
    copy[n++] = *p++;
  }
  bool point = false;
  while (n < MAX_DIGITS && ((*p >= '0' && *p <= '9') || (*p == '.' && !point))) {
    if (*p == '.') {
      point     = true;
      copy[n++] = decimal_sign();
    } else {
      copy[n++] = *p;
      ++n_digits;
    }
    ++p;
  }
  if (!n_digits || n == MAX_DIGITS) {
    return false;
  }
  const char* const e = p;
  if (*p == 'e' || *p == 'E') {
    const char* q = p + 1;
    size_t      m = n;
    copy[m++]     = 'e';
    if (*q == '+' || *q == '-') {
      copy[m++] = *q++;
    }
    const char* const first = q;
    while (m < MAX_DIGITS && *q >= '0' && *q <= '9') {
      copy[m++] = *q++;
    }
    if (q > first && m < MAX_DIGITS) {
      p = q;
      n = m;
    } else {
      p = e;
    }
  }
  copy[n]        = '\0';
  const double v = strtod(copy, NULL);
  if (!isfinite(v)) {
    return false;
  }
  *value = v;
  *end   = p;
  return true;
}

static void point_from_locale(char* const out)
{
  char* const sign = strchr(out, decimal_sign());
  if (sign) {
    *sign = '.';
  }
}

static void cut_zeros(char* const out)
{
  if (strchr(out, '.')) {
    size_t n = strlen(out);
    while (out[n - 1] == '0') {
      out[--n] = '\0';
    }
    if (out[n - 1] == '.') {
      out[--n] = '\0';
    }
  }
  if (!strcmp(out, "-0")) {
    memmove(out, out + 1, strlen(out));
  }
}

void lq_text_from_float(char* const out, const size_t size, const float value)
{
  // Sixty decimals hold the shortest form of any float above 1e-45; all but hostile values stop
  // within nine.
  for (int decimals = 0; decimals <= 60; ++decimals) {
    (void)snprintf(out, size, "%.*f", decimals, (double)value);
    if (strtof(out, NULL) == value) {
      break;
    }
  }
  point_from_locale(out);
  cut_zeros(out);
}

void lq_text_from_double(char* const out, const size_t size, const double value,
                         const unsigned decimals)
{
  (void)snprintf(out, size, "%.*f", (int)decimals, value);
  point_from_locale(out);
  cut_zeros(out);
}

static int lower(const char c)
{
  return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

bool lq_text_same(const char* a, const char* b)
{
  while (*a && lower(*a) == lower(*b)) {
    ++a;
    ++b;
  }
  return lower(*a) == lower(*b);
}

// Edits (insert, delete, change, swap of neighbours) from a to b: Damerau (1964), optimal string
// alignment.
static size_t distance(const char* const a, const char* const b)
{
  enum { MAX_WORD = 32 };
  const size_t n = strlen(a), m = strlen(b);
  if (n > MAX_WORD || m > MAX_WORD) {
    return SIZE_MAX;
  }
  size_t d[MAX_WORD + 1][MAX_WORD + 1];
  for (size_t i = 0; i <= n; ++i) {
    for (size_t j = 0; j <= m; ++j) {
      if (!i || !j) {
        d[i][j] = i + j;
        continue;
      }
      const size_t change = d[i - 1][j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
      const size_t edit   = 1 + (d[i - 1][j] < d[i][j - 1] ? d[i - 1][j] : d[i][j - 1]);
      d[i][j]             = change < edit ? change : edit;
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]) && d[i - 2][j - 2] + 1 < d[i][j]) {
        d[i][j] = d[i - 2][j - 2] + 1;
      }
    }
  }
  return d[n][m];
}

const char* lq_text_nearest(const char* const word, const char* const* const candidates,
                            const size_t n)
{
  const char* best          = NULL;
  size_t      best_distance = strlen(word) / 3 + 1; // a third of the letters may be wrong
  for (size_t i = 0; i < n; ++i) {
    const size_t d = distance(word, candidates[i]);
    if (d <= best_distance && (!best || d < best_distance)) {
      best          = candidates[i];
      best_distance = d;
    }
  }
  return best;
}

static int by_bytes(const void* const a, const void* const b)
{
  return strcmp(*(const char* const*)a, *(const char* const*)b);
}

void lq_text_sort(const char** const texts, const size_t n)
{
  if (n) {
    qsort((void*)texts, n, sizeof *texts, by_bytes);
  }
}

int lq_text_natural(const char* const a, const char* const b)
{
  const char *p = a, *q = b;
  while (*p && *q) {
    if (*p >= '0' && *p <= '9' && *q >= '0' && *q <= '9') {
      char *                   p_end, *q_end;
      const unsigned long long m = strtoull(p, &p_end, 10), n = strtoull(q, &q_end, 10);
      if (m != n) {
        return m < n ? -1 : 1;
      }
      p = p_end;
      q = q_end;
    } else if (*p != *q) {
      return (unsigned char)*p - (unsigned char)*q;
    } else {
      ++p;
      ++q;
    }
  }
  return (unsigned char)*p - (unsigned char)*q;
}

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void lq_print_json(const json_t* const j)
{
  char* const text = json_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(9) | JSON_ENCODE_ANY);
  puts(text ? text : "null");
  free(text);
}

lq_text lq_figure(const double value, const int decimals)
{
  lq_text t;
  if (isfinite(value)) {
    (void)snprintf(t.text, sizeof t.text, "%.*f", decimals, value);
  } else {
    (void)snprintf(t.text, sizeof t.text, "-");
  }
  return t;
}

void lq_print_deliveries(const lq_facts* const facts)
{
  printf("%-12s %7s %7s %6s %6s  %-5s  %s\n", "", "LUFS", "dBTP", "LRA", "PLR", "", "file");
  for (size_t i = 0; i < facts->n_deliveries; ++i) {
    const lq_delivery_facts* const d = &facts->deliveries[i];
    const lq_measurement* const    m = &d->file.m;
    printf("%-12s %7s %7s %6s %6s  %-5s  %s\n", d->target->id,
           lq_figure(m->integrated_lufs, 2).text, lq_figure(m->true_peak_dbtp, 2).text,
           lq_figure(m->loudness_range_lu, 1).text, lq_figure(lq_measurement_plr_lu(m), 1).text,
           lq_verdict_name(d->verdict), d->file.file);
    if (d->verdict != LQ_VERDICT_PASS) {
      printf("%-12s %s\n", "", d->reason);
    }
  }
}

void lq_print_findings(const lq_findings findings)
{
  for (size_t i = 0; i < findings.n; ++i) {
    const lq_finding* const f = &findings.findings[i];
    printf("%-8s %s %s\n", lq_severity_name(f->severity), f->message, f->advice);
  }
}

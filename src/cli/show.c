// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

// Ids of destinations stand in a column of their own.
static int id_columns(const lq_facts* const facts)
{
  size_t n = 12; // as ever, where the ids are short
  for (size_t i = 0; i < facts->n_deliveries; ++i) {
    const size_t n_id = strlen(facts->deliveries[i].target->id);
    n                 = n_id > n ? n_id : n;
  }
  return (int)n;
}

// What the codecs of the place make of the peak; a proof that is missing says why.
static void print_codecs(const lq_delivery_facts* const d, const int wide)
{
  for (size_t i = 0; i < d->n_codecs; ++i) {
    const lq_codec_facts* const c    = &d->codecs[i];
    const lq_codec_text         name = lq_codec_format(c->spec);
    if (c->available) {
      printf("%-*s behind %s: %s dBTP\n", wide, "", name.text, lq_figure(c->peak_dbtp, 2).text);
    } else {
      printf("%-*s no proof by %s: %s\n", wide, "", name.text, c->missing ? c->missing : "");
    }
  }
}

void lq_print_deliveries(const lq_facts* const facts)
{
  const int wide = id_columns(facts);
  printf("%-*s %7s %7s %6s %6s  %-5s  %s\n", wide, "", "LUFS", "dBTP", "LRA", "PLR", "", "file");
  for (size_t i = 0; i < facts->n_deliveries; ++i) {
    const lq_delivery_facts* const d = &facts->deliveries[i];
    const lq_measurement* const    m = &d->file.m;
    printf("%-*s %7s %7s %6s %6s  %-5s  %s\n", wide, d->target->id,
           lq_figure(m->integrated_lufs, 2).text, lq_figure(d->peak_dbtp, 2).text,
           lq_figure(m->loudness_range_lu, 1).text, lq_figure(lq_measurement_plr_lu(m), 1).text,
           lq_verdict_name(d->verdict), d->file.file);
    printf("%-*s there: %s\n", wide, "", lq_service_text(d->target, &d->service).text);
    print_codecs(d, wide);
    if (d->verdict != LQ_VERDICT_PASS) {
      printf("%-*s %s\n", wide, "", d->reason);
    }
  }
}

void lq_print_stems(const lq_stemset_facts* const s)
{
  size_t n = 0;
  for (size_t i = 0; s && i < s->n; ++i) {
    n += s->stems[i].file != NULL;
  }
  if (s && s->dry) {
    printf("%s: %zu dry stems, listed in stems.txt\n", s->folder, n);
  } else if (s) {
    printf("%s: %zu stems, listed in stems.txt; their sum is the mix within %s dBFS\n", s->folder,
           n, lq_figure(s->null_peak_dbfs, 1).text);
  }
}

void lq_print_versions(const lq_version_facts* const v)
{
  for (size_t i = 0; v && i < v->n; ++i) {
    printf("%s: %s LUFS, peak %s dBTP\n", v->files[i].file,
           lq_figure(v->files[i].m.integrated_lufs, 1).text,
           lq_figure(v->files[i].m.true_peak_dbtp, 1).text);
  }
  if (v && v->summed) {
    printf("instrumental and a cappella add up to the mix within %s dBFS\n",
           lq_figure(v->null_peak_dbfs, 1).text);
  }
}

static void print_clock(const double sec)
{
  const long tenths = lround(sec * 10);
  printf("%ld:%02ld.%ld", tenths / 600, tenths / 10 % 60, tenths % 10);
}

// What stands before the sentence: where it is worst, on which side, and how sure it is.
static void print_finding(const lq_finding* const f)
{
  printf("  %-16s", f->id);
  if (f->end_sec > f->start_sec) {
    putchar(' ');
    print_clock(f->start_sec);
    putchar('-');
    print_clock(f->end_sec);
    putchar(' ');
  }
  if (f->channel) {
    printf(" %s:", f->channel);
  }
  printf(" %s", f->message);
  if (f->confidence > 0 && f->confidence < 0.95) {
    printf(" (%s, %.0f %%)", f->confidence >= 0.8 ? "almost sure" : "likely", 100 * f->confidence);
  }
  printf("\n  %-16s %s\n", "", f->advice);
}

void lq_print_findings(const lq_findings findings)
{
  static const char* const titles[] = {
      [LQ_SEVERITY_NOTE]    = "Good to know:",
      [LQ_SEVERITY_WARNING] = "Better mended before mastering:",
      [LQ_SEVERITY_STOP]    = "To be mended in the mix first:",
  };
  for (int severity = LQ_SEVERITY_STOP; severity >= LQ_SEVERITY_NOTE; --severity) {
    bool titled = false;
    for (size_t i = 0; i < findings.n; ++i) {
      if ((int)findings.findings[i].severity != severity) {
        continue;
      }
      if (!titled) {
        puts(titles[severity]);
        titled = true;
      }
      print_finding(&findings.findings[i]);
    }
  }
}

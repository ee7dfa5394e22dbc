// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/stem_list.h"

#include "base/output.h"
#include "base/pool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_figure(FILE* const f, const double value)
{
  fprintf(f, isfinite(value) ? "  %7.1f" : "        -", value);
}

// "1:02:03.456"
static void put_time(FILE* const f, const double sec)
{
  const unsigned long long ms = (unsigned long long)(sec * 1000 + 0.5);
  fprintf(f, "%llu:%02llu:%02llu.%03llu", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

static void put_head(FILE* const f, const lq_stemset_facts* const s, const char* const title,
                     const char* const mix)
{
  const char* const slash = strrchr(mix, '/');
  fprintf(f, "Stems%s%s, %s\n\n", *title ? " of " : "", title,
          s->dry        ? "dry: one for each track, as it was recorded"
          : s->by_track ? "wet: one for each track and each return"
                        : "wet: one for everything that goes into main");
  fprintf(f, "mix     %s\n", slash ? slash + 1 : mix);
  fprintf(f, "format  WAV, %.0f Hz, %u bit%s\n", s->rate_hz, s->bits,
          s->bits == 32 ? " float" : " with TPDF dither");
  fprintf(f, "start   ");
  put_time(f, (double)s->time_reference_frames / s->rate_hz);
  fprintf(f, " in all files (BWF time reference %llu)\nlength  ",
          (unsigned long long)s->time_reference_frames);
  put_time(f, (double)s->n_frames / s->rate_hz);
  fprintf(f, " in all files (%llu frames)\n", (unsigned long long)s->n_frames);
}

static const lq_stem_facts* difference_of(const lq_stemset_facts* const s)
{
  const lq_stem_facts* const last = s->n ? &s->stems[s->n - 1] : NULL;
  return last && !strcmp(last->what, "difference") ? last : NULL;
}

static void put_sum(FILE* const f, const lq_stemset_facts* const s)
{
  if (s->dry) {
    fputs("sum     dry stems are the clips alone, before trim, processors, fader and pan: they do\n"
          "        not add up to the mix\n",
          f);
    return;
  }
  fprintf(f,
          "sum     all files added up, each at 0 dB and unpanned, are the mix: what is left is\n"
          "        %.1f dBFS at most, %.1f dBFS RMS (read back from these files)\n",
          s->null_peak_dbfs, s->null_rms_dbfs);
  if (s->null_peak_dbfs > s->alone_dbfs - 1 && s->null_peak_dbfs > -100) {
    fputs("        which is the rounding of the mix, that has fewer bits than they\n", f);
  }
  fputs("main    what main does is in every stem\n", f);
  if (s->by_track) {
    fputs(
        "buses   what buses do is in the stems of their tracks, their compressors moving as they\n"
        "        move in the mix; returns are stems of their own\n",
        f);
  }
  const lq_stem_facts* const difference = difference_of(s);
  if (difference) {
    fprintf(f,
            "\nWithout %s the sum misses the mix by %.1f dBFS: a limiter,\n"
            "saturation or another processor on a bus or on main does to all parts together what\n"
            "it does to none alone. That difference is a file of its own. Leave it out when you\n"
            "mix anew from these stems; keep it when you want this very mix.\n",
            difference->file, s->alone_dbfs);
  }
}

static int longest(const lq_stemset_facts* const s)
{
  size_t n = 4;
  for (size_t i = 0; i < s->n; ++i) {
    const size_t m = s->stems[i].file ? strlen(s->stems[i].file) : 0;
    n              = m > n ? m : n;
  }
  return (int)n;
}

static void put_files(FILE* const f, const lq_stemset_facts* const s)
{
  const int width = longest(s);
  fprintf(f, "\n%-*s  ch     dBFS     LUFS  strip\n", width, "file");
  for (size_t i = 0; i < s->n; ++i) {
    const lq_stem_facts* const t = &s->stems[i];
    if (t->file) {
      fprintf(f, "%-*s  %2u", width, t->file, t->m.n_channels);
      put_figure(f, t->m.sample_peak_dbfs);
      put_figure(f, t->m.integrated_lufs);
      fprintf(f, "  %s (%s%s%s)\n", t->strip, t->what, *t->role ? ", " : "", t->role);
    }
  }
  bool told = false;
  for (size_t i = 0; i < s->n; ++i) {
    if (!s->stems[i].file) {
      fputs(told ? ", " : "\nSilent from beginning to end, or muted, and so without a file: ", f);
      fprintf(f, "%s (%s)", s->stems[i].strip, s->stems[i].what);
      told = true;
    }
  }
  fputs(told ? ".\n" : "", f);
}

lq_status lq_stem_list_write(const lq_stemset_facts* const facts, const char* const title,
                             const char* const mix, const char* const folder, lq_error* const error)
{
  char*       text = NULL;
  char*       path = NULL;
  size_t      n    = 0;
  FILE* const f    = open_memstream(&text, &n);
  lq_status   st   = f ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    put_head(f, facts, title, mix);
    put_sum(f, facts);
    put_files(f, facts);
    fputs("\nmade by lacquer " LQ_VERSION "\n", f);
    st = fclose(f) || asprintf(&path, "%s/stems.txt", folder) < 0 ? LQ_ERR_MEMORY : LQ_OK;
  }
  st = st ? st : lq_output_text(path, text, n, false, error);
  free(path);
  free(text);
  return st;
}

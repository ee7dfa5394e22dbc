// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/step_list.h"

#include "base/output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// What stands in the plan: rows that are not as they come.
static void put_rows(FILE* const f, const lq_device* const d, const size_t first, const size_t n)
{
  for (size_t i = first; i < first + n; ++i) {
    const lq_param* const row   = lq_proc_row(d->proc, i);
    const bool            moves = d->curves && d->curves[i].n;
    if (!(row->flags & LQ_OUT) && (moves || d->values[i] != row->def)) {
      fprintf(f, " %s %s", row->symbol, moves ? "moves" : lq_param_format(row, d->values[i]).text);
    }
  }
}

static void put_device(FILE* const f, const lq_device* const d)
{
  fprintf(f, "    what    %s:", d->proc->symbol);
  put_rows(f, d, 0, d->proc->n_params);
  fputc('\n', f);
  bool told = false;
  for (unsigned b = 0; b < d->n_bands; ++b) {
    fprintf(f, "            band %u:", b + 1);
    put_rows(f, d, d->proc->n_params + (size_t)b * d->proc->n_band_params, d->proc->n_band_params);
    fputc('\n', f);
    if (d->band_why && d->band_why[b]) {
      fprintf(f, "              why   %s\n", d->band_why[b]);
      told = true;
    }
  }
  if (d->why || !told) {
    fprintf(f, "    why     %s\n", d->why ? d->why : "the plan does not say");
  }
}

static void put_step(FILE* const f, const lq_step_file* const steps, const size_t i)
{
  const lq_step_file* const s = &steps[i];
  fprintf(f, "\n%s\n", s->file);
  if (s->from == LQ_STEP_NONE) {
    fputs("    what    the mix as it came\n", f);
  } else {
    fprintf(f, "    before  %s\n", steps[s->from].file);
  }
  if (s->device) {
    put_device(f, s->device);
  }
  for (size_t k = 0; s->delivery && k < s->delivery->chain.n; ++k) {
    if (s->delivery->chain.devices[k].on) {
      put_device(f, &s->delivery->chain.devices[k]);
    }
  }
  if (s->delivery && s->m.rate_hz != steps[s->from].m.rate_hz) {
    fprintf(f, "            at %.0f Hz, converted in front of it\n", s->m.rate_hz);
  }
  fprintf(f, "    level   %.2f LUFS, peak %.2f dBTP; turned down by %.2f dB for this file\n",
          s->m.integrated_lufs, s->m.true_peak_dbtp, fabs(s->gain_db));
}

lq_status lq_step_list_write(const lq_master* const master, const lq_step_file* const steps,
                             const size_t n_steps, const double lufs, const char* const folder,
                             lq_error* const error)
{
  char*       text = NULL;
  char*       path = NULL;
  size_t      n    = 0;
  FILE* const f    = open_memstream(&text, &n);
  lq_status   st   = f ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    fprintf(f,
            "Steps of the master of %s\n\nEvery file has %.1f LUFS, 24 bits and TPDF dither; "
            "compare each with the one that\nit names as before: louder is not better, so none "
            "is.\n",
            master->title, lufs);
    for (size_t i = 0; i < n_steps; ++i) {
      put_step(f, steps, i);
    }
    fputs("\nmade by lacquer " LQ_VERSION "\n", f);
    st = fclose(f) || asprintf(&path, "%s/steps.txt", folder) < 0 ? LQ_ERR_MEMORY : LQ_OK;
  }
  st = st ? st : lq_output_text(path, text, n, false, error);
  free(path);
  free(text);
  return st;
}

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/target_words.h"
#include "lacquer/proc.h"

#include <stdio.h>

// Text inside a table's cell.
static void put(const char* const text)
{
  for (const char* p = text; *p; ++p) {
    if (*p == '|') {
      putchar('\\');
    }
    putchar(*p);
  }
}

static void open_page(const char* const title)
{
  printf("<!-- SPDX-FileCopyrightText: 2026 Lacquer contributors -->\n"
         "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
         "# %s\n\nWritten by `lacquer manual` from the program's tables. Change the tables.\n",
         title);
}

static void print_options(const lq_command* const c, const unsigned first, const unsigned end)
{
  printf("\n| option | what it does |\n|---|---|\n");
  for (unsigned i = first; i < end && lq_args_option(c, i); ++i) {
    const lq_option* const o = lq_args_option(c, i);
    printf("| `");
    if (o->letter) {
      printf("-%c`, `", o->letter);
    }
    printf("--%s%s", o->name, o->value ? " " : "");
    put(o->value ? o->value : "");
    printf("` | ");
    put(o->doc);
    printf(" |\n");
  }
}

void lq_manual_commands(const lq_targets* const targets)
{
  enum { NO_END = 1000 };
  const lq_command* const* const commands = lq_cli_commands();
  (void)targets;
  open_page("Commands");
  printf("\n| command | what it does |\n|---|---|\n");
  for (const lq_command* const* c = commands; *c; ++c) {
    printf("| [`lacquer %s`](#lacquer-%s) | ", (*c)->name, (*c)->name);
    put((*c)->summary);
    printf(" |\n");
  }
  for (const lq_command* const* c = commands; *c; ++c) {
    printf("\n## lacquer %s\n\n%s\n\n    lacquer %s %s\n\nFor example `%s`.\n", (*c)->name,
           (*c)->summary, (*c)->name, (*c)->usage, (*c)->example);
    if (lq_args_option(*c, LQ_ARG_OWN)) {
      print_options(*c, LQ_ARG_OWN, NO_END);
    }
  }
  printf("\n## Options of every command\n");
  print_options(commands[0], 0, LQ_ARG_OWN);
  printf("\n## Exit codes\n\n| code | what it means |\n|---|---|\n");
  for (const lq_exit_row* e = lq_exit_rows; e->doc; ++e) {
    printf("| %d | %s |\n", e->code, e->doc);
  }
}

static void print_row(const lq_param* const row)
{
  const lq_text range = lq_param_range(row), def = lq_param_format(row, row->def);
  printf("| `%s` | ", row->symbol);
  if (row->flags & LQ_OUT) {
    printf("meter, %s | ", *lq_unit_symbol(row->unit) ? lq_unit_symbol(row->unit) : "no unit");
  } else {
    put(range.text);
    printf(" | ");
    put(def.text);
  }
  printf(" | %s | ", (row->flags & LQ_SMOOTH) ? "yes" : "");
  put(row->doc);
  printf(" |\n");
}

static void print_rows(const lq_param* const rows, const unsigned n)
{
  printf("\n| setting | range | default | automation | what it does |\n|---|---|---|---|---|\n");
  for (unsigned i = 0; i < n; ++i) {
    print_row(&rows[i]);
  }
}

void lq_manual_processors(const lq_targets* const targets)
{
  (void)targets;
  open_page("Processors");
  printf("\nThe first setting of each may be written as a bare value: `hpf: 90 Hz`. What has "
         "\"yes\" under "
         "automation takes\na list of points as well (docs/session.md).\n\n");
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    printf("- [`%s`](#%s) %s\n", (*p)->symbol, (*p)->symbol, (*p)->doc);
  }
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    printf("\n## %s\n\n%s\n", (*p)->symbol, (*p)->doc);
    if ((*p)->n_params) {
      print_rows((*p)->params, (*p)->n_params);
    }
    if ((*p)->n_band_params) {
      printf("\n`bands`: any number up to %d, each with\n", LQ_MAX_BANDS);
      print_rows((*p)->band_params, (*p)->n_band_params);
    }
    if ((*p)->flags & LQ_PROC_KEY) {
      printf("\n`key`: the name of a strip to listen to instead of the input.\n");
    }
  }
}

static void print_file(const lq_target* const t)
{
  const lq_text rate = lq_target_rate(t);
  printf("%s, %s-bit %s, dither %s", rate.text, lq_target_depth(t), t->format,
         lq_dither_names[t->dither]);
}

static void print_target(const lq_target* const t)
{
  const lq_text codecs = lq_target_codecs(t);
  printf("\n## %s\n\n%s: %g LUFS, peaks to %g dBTP", t->id, t->name, t->loudness_lufs,
         t->ceiling_dbtp);
  if (t->tolerance_lu > 0) {
    printf(", where %g LU to either side are allowed", t->tolerance_lu);
  }
  printf(". ");
  print_file(t);
  printf(".\n\n- **What it does.** %s\n- **Why these figures.** %s\n- **Albums.** %s.\n"
         "- **Lossy codecs.** %s.\n- **Confidence.** %s, %s.\n",
         t->behaviour, t->why, lq_target_album(t), codecs.text, t->confidence, t->dated);
  for (size_t i = 0; i < t->n_sources; ++i) {
    printf("- Source: %s\n", t->sources[i]);
  }
}

void lq_manual_targets(const lq_targets* const targets)
{
  open_page("Destinations");
  printf("\n[targets.md](../targets.md) says how to read it and how to add your own.\n\n"
         "| id | place | loudness | highest peak | file | what the place does | lossy codecs | "
         "confidence |\n|---|---|---|---|---|---|---|---|\n");
  for (size_t i = 0; i < targets->n; ++i) {
    const lq_target* const t       = &targets->targets[i];
    const lq_text          service = lq_target_plays(t), codecs = lq_target_codecs(t);
    printf("| [`%s`](#%s) | %s | %g LUFS | %g dBTP | ", t->id, t->id, t->name, t->loudness_lufs,
           t->ceiling_dbtp);
    print_file(t);
    printf(" | %s | %s | %s |\n", service.text, codecs.text, t->confidence);
  }
  for (size_t i = 0; i < targets->n; ++i) {
    print_target(&targets->targets[i]);
  }
}

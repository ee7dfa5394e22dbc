// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/manual.h"
#include "cli/target_words.h"
#include "lacquer/proc.h"

#include <stdio.h>

// Text as troff prints it: no hyphens made of minus signs, no requests by accident.
static void put(const char* const text)
{
  bool first = true;
  for (const char* p = text; *p; ++p) {
    if (first && (*p == '.' || *p == '\'')) {
      fputs("\\&", stdout);
    }
    first = *p == '\n';
    if (*p == '\\') {
      fputs("\\e", stdout);
    } else if (*p == '-') {
      fputs("\\-", stdout);
    } else {
      putchar(*p);
    }
  }
}

static void put_line(const char* const text)
{
  put(text);
  putchar('\n');
}

static void print_options(const lq_command* const c, const unsigned first, const unsigned end)
{
  for (unsigned i = first; i < end && lq_args_option(c, i); ++i) {
    const lq_option* const o = lq_args_option(c, i);
    printf(".TP\n");
    if (o->letter) {
      printf("\\fB\\-%c\\fR, ", o->letter);
    }
    printf("\\fB\\-\\-");
    put(o->name);
    printf("\\fR");
    if (o->value) {
      printf(" \\fI");
      put(o->value);
      printf("\\fR");
    }
    putchar('\n');
    put_line(o->doc);
  }
}

static void print_command(const lq_command* const c)
{
  enum { NO_END = 1000 };
  printf(".SS \"lacquer ");
  put(c->name);
  putchar(' ');
  put(c->usage);
  printf("\"\n");
  put_line(c->summary);
  print_options(c, LQ_ARG_OWN, NO_END);
  printf(".PP\nExample:\n.PP\n.nf\n.RS\n");
  put_line(c->example);
  printf(".RE\n.fi\n");
}

static void print_row(const lq_param* const row)
{
  const lq_text range = lq_param_range(row), def = lq_param_format(row, row->def);
  printf(".TP\n\\fB");
  put(row->symbol);
  printf("\\fR ");
  if (row->flags & LQ_OUT) {
    printf("(meter, %s)", lq_unit_symbol(row->unit));
  } else {
    putchar('(');
    put(range.text);
    printf("; ");
    put(def.text);
    putchar(')');
  }
  putchar('\n');
  put_line(row->doc);
}

static void print_proc(const lq_proc* const p)
{
  printf(".SS ");
  put_line(p->symbol);
  put_line(p->doc);
  for (unsigned i = 0; i < p->n_params; ++i) {
    print_row(&p->params[i]);
  }
  if (p->n_band_params) {
    printf(".PP\nEach of its bands, %d at most:\n", LQ_MAX_BANDS);
  }
  for (unsigned i = 0; i < p->n_band_params; ++i) {
    print_row(&p->band_params[i]);
  }
}

static void print_target(const lq_target* const t)
{
  printf(".TP\n\\fB");
  put(t->id);
  printf("\\fR\n");
  char text[128];
  (void)snprintf(text, sizeof text, "%s: %g LUFS, peaks to %g dBTP, %s bits, %s.", t->name,
                 t->loudness_lufs, t->ceiling_dbtp, lq_target_depth(t), t->format);
  put_line(text);
  put_line(t->behaviour);
}

void lq_manual_roff(const lq_targets* const targets)
{
  const lq_command* const* const commands = lq_cli_commands();
  printf(".\\\" SPDX-FileCopyrightText: 2026 Lacquer contributors\n"
         ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
         ".TH LACQUER 1 \"\" \"lacquer " LQ_VERSION "\" \"User commands\"\n"
         ".SH NAME\nlacquer \\- tracks to a mix, and a mix to masters\n.SH SYNOPSIS\n");
  for (const lq_command* const* c = commands; *c; ++c) {
    printf(".B lacquer ");
    put((*c)->name);
    printf("\n");
    put_line((*c)->usage);
    printf(".br\n");
  }
  printf(".SH DESCRIPTION\n"
         "Results go to standard output, progress and messages to standard error.\n"
         "A file appears under its final name only when it is complete.\n"
         "The plans that Lacquer writes and reads are YAML in the user's units.\n"
         ".SH COMMANDS\n");
  for (const lq_command* const* c = commands; *c; ++c) {
    print_command(*c);
  }
  printf(".SH OPTIONS OF EVERY COMMAND\n");
  print_options(commands[0], 0, LQ_ARG_OWN);
  printf(".SH EXIT STATUS\n");
  for (const lq_exit_row* e = lq_exit_rows; e->doc; ++e) {
    printf(".TP\n%d\n", e->code);
    put_line(e->doc);
  }
  printf(".SH DESTINATIONS\n");
  for (size_t i = 0; i < targets->n; ++i) {
    print_target(&targets->targets[i]);
  }
  printf(".SH PROCESSORS\nRange and default stand in brackets. The first setting of each may be "
         "written as a bare value.\n");
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    print_proc(*p);
  }
  printf(".SH ENVIRONMENT\n.TP\nNO_COLOR\nErrors are printed without colour.\n"
         ".SH FILES\n.TP\n$XDG_CONFIG_HOME/lacquer/targets.yaml (else "
         "~/.config/lacquer/targets.yaml)\n"
         "Destinations of your own. A known id changes what it names, another id is a new one.\n");
}

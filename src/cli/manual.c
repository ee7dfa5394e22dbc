// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/manual.h"

#include "base/pool.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/show.h"
#include "cli/term.h"
#include "session/targets.h"

#include <stdio.h>
#include <string.h>

const lq_exit_row lq_exit_rows[] = {
    {LQ_EXIT_DONE, "Done."},
    {LQ_EXIT_FAILED, "Processing failed, or there was not enough memory."},
    {LQ_EXIT_USAGE, "The command line makes no sense as it stands."},
    {LQ_EXIT_INPUT, "Something to read is missing, unreadable or malformed."},
    {LQ_EXIT_OUTPUT, "Something would be overwritten, or cannot be written."},
    {LQ_EXIT_GATE,
     "Done, but a gate failed: the mix is not ready, or a file is not what was promised."},
    {LQ_EXIT_SOME, "Some files of several failed, the others are done."},
    {LQ_EXIT_INTERRUPTED, "Interrupted."},
    {0, NULL},
};

static const struct {
  const char* name;
  const char* doc;
  void (*print)(const lq_targets* targets);
} pages[] = {
    {"man", "lacquer(1) as roff: lacquer manual man | man -l -", lq_manual_roff},
    {"commands", "Commands, options and exit codes as Markdown.", lq_manual_commands},
    {"processors", "Processors and their settings as Markdown.", lq_manual_processors},
    {"targets", "Destinations as Markdown.", lq_manual_targets},
    {"bash", "Completion for bash: source <(lacquer manual bash)", lq_manual_bash},
};

enum { N_PAGES = sizeof pages / sizeof *pages };

static json_t* option_json(const lq_option* const o)
{
  const char letter[2] = {o->letter, '\0'};
  return json_pack("{s:s, s:s, s:s?, s:s}", "name", o->name, "letter", letter, "value", o->value,
                   "doc", o->doc);
}

static json_t* command_json(const lq_command* const c)
{
  json_t* const options = json_array();
  for (unsigned i = 0; lq_args_option(c, i); ++i) {
    json_array_append_new(options, option_json(lq_args_option(c, i)));
  }
  return json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", c->name, "usage", c->usage, "summary",
                   c->summary, "example", c->example, "options", options);
}

// For programs: the same rows as data.
static void print_json(void)
{
  json_t* const commands = json_array();
  json_t* const exits    = json_array();
  for (const lq_command* const* c = lq_cli_commands(); *c; ++c) {
    json_array_append_new(commands, command_json(*c));
  }
  for (const lq_exit_row* e = lq_exit_rows; e->doc; ++e) {
    json_array_append_new(exits, json_pack("{s:i, s:s}", "code", e->code, "doc", e->doc));
  }
  json_t* const j = json_pack("{s:s, s:o, s:o}", "version", LQ_VERSION, "commands", commands,
                              "exit_codes", exits);
  lq_print_json(j);
  json_decref(j);
}

static lq_status unknown_page(const char* const name, lq_error* const error)
{
  const char* names[N_PAGES];
  for (unsigned i = 0; i < N_PAGES; ++i) {
    names[i] = pages[i].name;
  }
  const char* const near = lq_text_nearest(name, names, N_PAGES);
  return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                 "there is no page '%s'%s%s%s. 'lacquer manual' lists them.", name,
                 near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static lq_status print_page(const char* const name, lq_error* const error)
{
  lq_pool*   pool    = NULL;
  lq_targets targets = {0};
  for (unsigned i = 0; i < N_PAGES; ++i) {
    if (!strcmp(pages[i].name, name)) {
      lq_status st = lq_pool_new(&pool);
      st           = st ? st : lq_targets_load(&targets, pool, error);
      if (!st) {
        pages[i].print(&targets);
      }
      lq_pool_free(pool);
      return st;
    }
  }
  return unknown_page(name, error);
}

static int run(const lq_args* const args)
{
  lq_error error = {.status = LQ_ERR_MEMORY};
  if (args->json) {
    print_json();
    return LQ_EXIT_DONE;
  }
  if (args->n_files) {
    return print_page(args->files[0], &error) ? lq_report_error(&error) : LQ_EXIT_DONE;
  }
  for (unsigned i = 0; i < N_PAGES; ++i) {
    printf("%-12s %s\n", pages[i].name, pages[i].doc);
  }
  return LQ_EXIT_DONE;
}

const lq_command lq_cmd_manual = {.name      = "manual",
                                  .usage     = "[PAGE] [--json]",
                                  .run       = run,
                                  .max_files = 1,
                                  .summary = "Print a page of the manual, written from the tables.",
                                  .example = "lacquer manual man"};

// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/targets.h"
#include "base/pool.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/target_words.h"
#include "cli/term.h"

#include <stdio.h>
#include <string.h>

static const lq_option options[] = {LQ_OPTION_TARGETS, {NULL, 0, NULL, NULL}};

enum { LABEL = 14, COLUMNS = 80 };

// One line of the list; names of Lacquer's own rows keep it within 80 columns.
static void print_line(const lq_target* const t)
{
  const lq_text plays = lq_target_plays(t);
  char          rate[16];
  (void)snprintf(rate, sizeof rate, t->rate_hz > 0 ? "%g k" : "mix's", t->rate_hz / 1000);
  printf("%-21s %4g %5g %7s %3s %-5s %s%s\n", t->id, t->loudness_lufs, t->ceiling_dbtp, rate,
         lq_target_depth(t), t->format, plays.text, t->file ? " (yours)" : "");
}

static void print_list(const lq_targets* const targets)
{
  printf("%-21s %4s %5s %7s %-9s %s\n", "", "LUFS", "dBTP", "Hz", "bits", "the place plays");
  for (size_t i = 0; i < targets->n; ++i) {
    print_line(&targets->targets[i]);
  }
  printf("\n'lacquer targets ID' says all of one, with reasons and sources.\n");
}

// A label, and a text beside it that is broken at blanks.
static void print_text(const char* const label, const char* text)
{
  if (!*text) {
    return;
  }
  int column = printf("  %-*s", LABEL, label);
  for (bool first = true; *text; first = false) {
    const int n = (int)strcspn(text, " ");
    if (!first && column + 1 + n > COLUMNS) {
      column = printf("\n  %-*s", LABEL, "") - 1;
    } else if (!first) {
      column += printf(" ");
    }
    column += printf("%.*s", n, text);
    text += n;
    text += strspn(text, " ");
  }
  putchar('\n');
}

static void print_one(const lq_target* const t)
{
  const lq_text plays = lq_target_plays(t), codecs = lq_target_codecs(t), rate = lq_target_rate(t);
  char          line[1024];
  printf("%s: %s\n\n", t->id, t->name);
  (void)snprintf(line, sizeof line, "%g LUFS, peaks to %g dBTP", t->loudness_lufs, t->ceiling_dbtp);
  print_text("Master", line);
  if (t->tolerance_lu > 0) {
    (void)snprintf(line, sizeof line, "%g LU to either side", t->tolerance_lu);
    print_text("Allowed", line);
  }
  (void)snprintf(line, sizeof line, "%s-bit %s at %s, dither %s", lq_target_depth(t), t->format,
                 rate.text, lq_dither_names[t->dither]);
  print_text("File", line);
  print_text("Why", t->why);
  print_text("Plays", plays.text);
  print_text("Behaviour", t->behaviour);
  print_text("Albums", lq_target_album(t));
  print_text("Lossy codecs", codecs.text);
  (void)snprintf(line, sizeof line, "%s%s%s", t->confidence, *t->dated ? ", " : "", t->dated);
  print_text("Confidence", line);
  for (size_t i = 0; i < t->n_sources; ++i) {
    print_text("Source", t->sources[i]);
  }
  if (t->file) {
    print_text("Changed by", t->file);
  }
}

static json_t* codecs_json(const lq_target* const t)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < t->n_codecs; ++i) {
    json_array_append_new(list, json_pack("{s:s, s:i}", "codec", lq_codec_name(t->codecs[i].kind),
                                          "kbps", (int)t->codecs[i].kbps));
  }
  return list;
}

static json_t* target_json(const lq_target* const t)
{
  json_t* const sources = json_array();
  for (size_t i = 0; i < t->n_sources; ++i) {
    json_array_append_new(sources, json_string(t->sources[i]));
  }
  json_t* const j = json_pack(
      "{s:s, s:s, s:f, s:i, s:s, s:s, s:f, s:f, s:s, s:f, s:s, s:o, s:s, s:s, s:o, s:s, s:s, s:s?}",
      "id", t->id, "name", t->name, "rate_hz", t->rate_hz, "bits", (int)t->bits, "dither",
      lq_dither_names[t->dither], "format", t->format, "loudness_lufs", t->loudness_lufs,
      "ceiling_dbtp", t->ceiling_dbtp, "turns_up", lq_upward_names[t->turns_up], "up_to_dbtp",
      t->up_to_dbtp, "album", lq_album_gain_names[t->album], "codecs", codecs_json(t), "behaviour",
      t->behaviour, "why", t->why, "sources", sources, "dated", t->dated, "confidence",
      t->confidence, "file", t->file);
  json_object_set_new(j, "plays_at_lufs",
                      t->normalises ? json_real(t->plays_at_lufs) : json_null());
  json_object_set_new(j, "tolerance_lu",
                      t->tolerance_lu > 0 ? json_real(t->tolerance_lu) : json_null());
  return j;
}

static void show_all(const lq_targets* const targets, const bool as_json)
{
  if (!as_json) {
    print_list(targets);
    return;
  }
  json_t* const list = json_array();
  for (size_t i = 0; i < targets->n; ++i) {
    json_array_append_new(list, target_json(&targets->targets[i]));
  }
  lq_print_json(list);
  json_decref(list);
}

static void show_one(const lq_target* const t, const bool as_json)
{
  if (!as_json) {
    print_one(t);
    return;
  }
  json_t* const j = target_json(t);
  lq_print_json(j);
  json_decref(j);
}

static lq_status show(const lq_args* const args, lq_pool* const pool, lq_error* const error)
{
  lq_targets       targets;
  const lq_target* chosen = NULL;
  size_t           n      = 0;
  LQ_TRY(lq_cli_targets(args, pool, &targets, error));
  if (args->n_files) {
    LQ_TRY(lq_targets_choose(&targets, args->files[0], &chosen, 1, &n, error));
    show_one(chosen, args->json);
  } else {
    show_all(&targets, args->json);
  }
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  lq_pool*  pool  = NULL;
  lq_error  error = {.status = LQ_ERR_MEMORY};
  lq_status st    = lq_pool_new(&pool);
  st              = st ? st : show(args, pool, &error);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : LQ_EXIT_DONE;
}

const lq_command lq_cmd_targets = {.name      = "targets",
                                   .usage     = "[ID] [--targets FILE] [--json]",
                                   .options   = options,
                                   .run       = run,
                                   .max_files = 1,
                                   .summary   = "List the destinations, or all there is about one.",
                                   .example   = "lacquer targets spotify"};

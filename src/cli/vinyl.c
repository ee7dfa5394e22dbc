// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/vinyl.h"
#include "assist/pressing_files.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/show_album.h"
#include "cli/term.h"
#include "report/side_sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUT, RECORD, LEVEL, SIDES, GAP, RATE, AS_IS, TITLE, ARTIST, CATALOGUE, CONTACT };

static const lq_option options[] = {
    [OUTPUT] = {"output", 'o', "DIR", "Folder for the sides; it appears when all is done."},
    [RECORD] = {"record", 'r', "12in-33|12in-45|10in-33|7in-45|7in-33",
                "Size and speed; 12in-33 if not given."},
    [LEVEL]  = {"level", 'l', "DB",
                "Cutting level: the loudest 3 s against 7 cm/s at 1 kHz; what fits, 0 at most."},
    [SIDES]  = {"sides", 0, "N,N...", "Number of the first song of each side, or each; proposed."},
    [GAP]    = {"gap", 'g', "SEC", "Silence between songs; 2 s if not given."},
    [RATE]   = {"rate", 0, "HZ", "Rate of the files; that of the first song if not given."},
    [AS_IS]  = {"as-is", 0, NULL, "Change nothing but the level of the whole record."},
    [TITLE]  = {"title", 't', "TEXT", "Title of the record; else the folder's name."},
    [ARTIST] = {"artist", 'a', "TEXT", "Whose record it is."},
    [CATALOGUE] = {"catalogue", 'c', "TEXT", "Catalogue number; it begins the files' names."},
    [CONTACT]   = {"contact", 0, "TEXT", "Who answers the cutting room's questions."},
    {NULL, 0, NULL, NULL},
};

static bool ends_in(const char* const name, const char* const end)
{
  const size_t n = strlen(name), k = strlen(end);
  return n > k && !strcmp(name + n - k, end);
}

static bool is_ours(void* const user, const char* const name)
{
  (void)user;
  return ends_in(name, ".wav") || ends_in(name, ".chain.yaml") || ends_in(name, ".svg") ||
         !strncmp(name, "sides.", 6);
}

static lq_status number(const lq_args* const args, const unsigned option, const double least,
                        const double most, double* const value, lq_error* const error)
{
  const char* const text = lq_args_own(args, option);
  const char*       end  = text;
  double            v    = 0;
  if (!text) {
    return LQ_OK;
  }
  if (!lq_text_to_double(text, &v, &end) || *end || v < least || v > most) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--%s is '%s'; expected %g to %g.",
                   options[option].name, text, least, most);
  }
  *value = v;
  return LQ_OK;
}

// "1,4,7". @param first  [n_songs] out
static bool read_numbers(const char* p, const size_t n_songs, unsigned* const first,
                         size_t* const n)
{
  do {
    char*               end  = NULL;
    const unsigned long song = *p >= '0' && *p <= '9' ? strtoul(p, &end, 10) : 0;
    if (song < 1 || song > n_songs || (*n && song - 1 <= first[*n - 1])) {
      return false; // rising, so there are no more than songs
    }
    first[(*n)++] = (unsigned)song - 1;
    p             = end + (*end == ',');
    if (p == end && *p) {
      return false;
    }
  } while (*p);
  return p[-1] != ',';
}

static lq_status read_sides(const lq_args* const args, lq_pressing_job* const job,
                            lq_pool* const pool, lq_error* const error)
{
  const char* const text  = lq_args_own(args, SIDES);
  unsigned* const   first = LQ_POOL_TAKE(pool, unsigned, job->n_songs);
  size_t            n     = 0;
  if (!first) {
    return LQ_ERR_MEMORY;
  }
  if (text && !strcmp(text, "each")) {
    for (; n < job->n_songs; ++n) {
      first[n] = (unsigned)n;
    }
  } else if (text && !read_numbers(text, job->n_songs, first, &n)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--sides is '%s'; expected the numbers of the first songs in rising order, as "
                   "in 1,4, from 1 to %zu, or each.",
                   text, job->n_songs);
  }
  job->sides   = first;
  job->n_sides = n;
  return LQ_OK;
}

static lq_status press(const lq_args* const args, lq_pressing_job* const job,
                       lq_pressing* const pressing, lq_pool* const pool, lq_error* const error)
{
  lq_render_options ro;
  lq_folder*        folder = NULL;
  LQ_TRY(lq_cli_render_options(args, &ro, error));
  LQ_TRY(lq_folder_open(&folder, lq_args_own(args, OUTPUT), args->force, (lq_ours){.is = is_ours},
                        error));
  lq_progress p = lq_progress_start(args, "making the sides");
  ro            = lq_cli_shown(ro, &p);
  job->folder   = lq_folder_path(folder);
  lq_status st  = lq_pressing_make(pressing, job, pool, &ro, error);
  lq_progress_end(&p, st);
  if (st) {
    lq_folder_abandon(folder);
    return st;
  }
  return lq_folder_commit(folder, error);
}

static lq_status show(const lq_args* const args, const lq_pressing_job* const job,
                      const lq_pressing* const p)
{
  if (!args->json) {
    lq_print_pressing(p);
    return LQ_OK;
  }
  json_t* const j = lq_side_sheet_json(&(lq_side_sheet){.title     = job->title,
                                                        .artist    = job->artist,
                                                        .catalogue = job->catalogue,
                                                        .contact   = job->contact,
                                                        .sides     = p->sides,
                                                        .n_sides   = p->n_sides,
                                                        .why       = p->why,
                                                        .n_why     = p->n_why});
  if (!j) {
    return LQ_ERR_MEMORY;
  }
  lq_print_json(j);
  json_decref(j);
  return LQ_OK;
}

static lq_status read_words(const lq_args* const args, lq_pressing_job* const job,
                            lq_vinyl* const vinyl, double* const gap_sec, double* const rate_hz,
                            lq_pool* const pool, lq_error* const error)
{
  const char* const output = lq_args_own(args, OUTPUT);
  const char* const record = lq_args_own(args, RECORD);
  if (!output) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "-o DIR is missing. usage: lacquer vinyl %s",
                   args->command->usage);
  }
  LQ_TRY(lq_vinyl_load(vinyl, pool, error));
  LQ_TRY(lq_vinyl_choose(record ? record : "12in-33", &job->record, error));
  LQ_TRY(number(args, LEVEL, -40, 20, &job->level_db, error));
  LQ_TRY(number(args, GAP, 0, 60, gap_sec, error));
  LQ_TRY(number(args, RATE, 44100, 192000, rate_hz, error));
  const char* const title     = lq_args_own(args, TITLE);
  const char* const catalogue = lq_args_own(args, CATALOGUE);
  job->title                  = title ? title : lq_path_name(pool, output);
  job->artist                 = lq_args_own(args, ARTIST);
  job->contact                = lq_args_own(args, CONTACT);
  job->as_is                  = lq_args_own(args, AS_IS) != NULL;
  job->catalogue = job->title ? lq_path_safe(pool, catalogue ? catalogue : job->title) : NULL;
  return job->catalogue ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status make(const lq_args* const args, lq_pressing* const pressing, lq_pool* const pool,
                      lq_error* const error)
{
  lq_vinyl           vinyl;
  lq_pressing_files* files   = NULL;
  double             gap_sec = 2, rate_hz = 0;
  lq_pressing_job    job = {
         .vinyl = &vinyl, .level_db = (double)NAN, .n_songs = args->n_files, .force = args->force};
  LQ_TRY(read_words(args, &job, &vinyl, &gap_sec, &rate_hz, pool, error));
  LQ_TRY(read_sides(args, &job, pool, error));
  LQ_TRY(lq_folder_may(lq_args_own(args, OUTPUT), args->force, (lq_ours){.is = is_ours}, error));
  LQ_TRY(lq_pressing_files_open(&files, args->files, args->n_files, rate_hz, gap_sec, pool, error));
  job.source   = lq_pressing_files_source(files);
  job.songs    = lq_pressing_files_songs(files);
  lq_status st = args->dry_run ? LQ_OK : press(args, &job, pressing, pool, error);
  st           = st || args->dry_run ? st : show(args, &job, pressing);
  lq_pressing_files_close(files);
  return st;
}

static int run(const lq_args* const args)
{
  lq_pool*    pool     = NULL;
  lq_error    error    = {.status = LQ_ERR_MEMORY};
  lq_pressing pressing = {0};
  lq_status   st       = lq_pool_new(&pool);
  st                   = st ? st : make(args, &pressing, pool, &error);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : pressing.n_rules ? LQ_EXIT_GATE : LQ_EXIT_DONE;
}

const lq_command lq_cmd_vinyl = {
    .name      = "vinyl",
    .usage     = "FILE... -o DIR [--record SIZE] [--level DB]",
    .options   = options,
    .run       = run,
    .min_files = 1,
    .max_files = 99,
    .summary   = "Make the sides of a record, and say what their grooves will be.",
    .example   = "lacquer vinyl 1.wav 2.wav 3.wav 4.wav -o Sides --record 12in-33"};

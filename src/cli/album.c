// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/release.h"
#include "cli/show.h"
#include "cli/show_album.h"
#include "deliver/package.h"

#include <stdio.h>
#include <string.h>

enum { OUTPUT, EXACT, ANYWAY, NO_PROOF, TARGETS };

static const lq_option options[] = {
    [OUTPUT] = {"output", 'o', "DIR", "Folder for the whole package; made anew."},
    [EXACT]  = {"exact", 0, NULL, "Reach every loudness, even where it costs the music its shape."},
    [ANYWAY] = {"anyway", 0, NULL, "Master mixes that the check would send back."},
    [NO_PROOF] = {"no-proof", 0, NULL, "Do not encode and decode songs as their places do."},
    [TARGETS]  = LQ_OPTION_TARGETS,
    {NULL, 0, NULL, NULL},
};

static lq_status start(lq_release* const r, const lq_args* const args, lq_error* const error)
{
  *r = (lq_release){.args     = args,
                    .dir      = lq_args_own(args, OUTPUT),
                    .exact    = lq_args_own(args, EXACT),
                    .anyway   = lq_args_own(args, ANYWAY),
                    .no_proof = lq_args_own(args, NO_PROOF)};
  LQ_TRY(lq_pool_new(&r->pool));
  LQ_TRY(lq_cli_render_options(args, &r->options, error));
  if (!args->dry_run && (!r->dir || !*r->dir)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "-o DIR is missing. usage: lacquer album %s",
                   args->command->usage);
  }
  return lq_cli_targets(args, r->pool, &r->targets, error);
}

static void end(lq_release* const r)
{
  for (size_t i = 0; i < r->n_chosen && r->prints; ++i) {
    lq_album_print_free(r->prints[i]);
  }
  lq_album_sound_free(r->sound);
  lq_package_abandon(r->package);
  lq_album_free(r->album);
  lq_pool_free(r->pool);
}

static lq_status make(lq_release* const r, bool* const ready, lq_error* const error)
{
  LQ_TRY(lq_package_may(r->dir, r->args->force, error));
  LQ_TRY(lq_package_open(&r->package, r->dir, r->args->force, error));
  r->work = lq_package_path(r->package);
  LQ_TRY(lq_release_sound(r, ready, error));
  if (!*ready && !r->anyway) {
    return LQ_OK;
  }
  LQ_TRY(lq_release_files(r, error));
  LQ_TRY(lq_release_disc(r, error));
  LQ_TRY(r->vinyl ? lq_release_vinyl(r, error) : LQ_OK);
  LQ_TRY(lq_release_versions(r, error));
  return lq_release_close(r, error);
}

static void print(const lq_release* const r)
{
  const lq_album_facts* const facts = lq_album_tell(r->sound);
  if (r->args->json) {
    json_t* const j = lq_release_json(r);
    lq_print_json(j);
    json_decref(j);
    return;
  }
  lq_print_album(facts);
  lq_print_pressing(&r->pressing);
}

static int run(const lq_args* const args)
{
  lq_release r;
  bool       ready = true;
  lq_error   error = {.status = LQ_ERR_MEMORY, .text = "there is not enough memory."};
  lq_status  st    = start(&r, args, &error);
  st               = st ? st : lq_release_plan(&r, args->files[0], &error);
  if (!st && args->dry_run) {
    lq_print_layout(&r.layout, r.album);
  } else if (!st) {
    st = make(&r, &ready, &error);
  }
  if (!st && r.sound) {
    print(&r);
  }
  const int code = st ? lq_report_error(&error) : ready ? LQ_EXIT_DONE : LQ_EXIT_GATE;
  end(&r);
  return code;
}

const lq_command lq_cmd_album = {
    .name      = "album",
    .usage     = "ALBUM.yaml -o DIR",
    .options   = options,
    .run       = run,
    .min_files = 1,
    .max_files = 1,
    .summary   = "Songs to a release: level and tone among each other, disc, record, files, tags.",
    .example   = "lacquer album album.yaml -o release/"};

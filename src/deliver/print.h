// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A print: one delivery of a master, rendered from a take, quantised, written, read back and
/// measured, all before it has a name. Who is not content with what was read makes another one;
/// who is gives it its name. So the pass that solves a loudness is the one that wrote the file.
#ifndef LQ_DELIVER_PRINT_H
#define LQ_DELIVER_PRINT_H

#include "engine/take.h"
#include "measure/readback.h"
#include "model/facts.h"

typedef struct lq_print lq_print;

/// Where a delivery goes: "folder/target/title.wav".
char* lq_delivery_path(lq_pool* pool, const lq_master* master, const lq_delivery* delivery,
                       const char* folder);

/// @param take  the common sound at the delivery's rate
/// @param path  where it will lie; its folder is made, and goes again with an abandoned print
LQ_NODISCARD lq_status lq_print_make(lq_print** print, const lq_take* take,
                                     const lq_delivery* delivery, const char* path, bool force,
                                     const lq_render_options* options, lq_error* error);

/// The same without a file: what would be read from it but for dither and rounding. For a pass that
/// only asks.
LQ_NODISCARD lq_status lq_print_try(lq_print** print, const lq_take* take,
                                    const lq_delivery* delivery, const lq_render_options* options,
                                    lq_error* error);

/// Is there a file that can be given its name?
bool lq_print_is_file(const lq_print* print);

/// What was read back from the file.
const lq_readback* lq_print_read(const lq_print* print);

/// Most that the limiter took away, wherever it stands in the delivery's chain. [dB]
double lq_print_reduction_db(const lq_print* print);

/// The reduction that it exceeded in 1 % of the time. [dB]
/// @return false: this limiter does not say
bool lq_print_usual_db(const lq_print* print, double* usual_db);

const char* lq_print_path(const lq_print* print);

/// What players may be given behind a codec: full scale, over which they clip. The ceiling of a row
/// is the file's.
#define LQ_DECODED_CEILING_DBTP 0.0

/// Encode and decode the file with all that its place uses, and keep what came out with the print.
/// Nothing is done for one without a file, or without codecs.
/// @param known  [n] what is known already, and not asked again: entries with a spec; or NULL.
/// Their
///               texts outlive the print, and they list no overs
LQ_NODISCARD lq_status lq_print_prove(lq_print* print, const lq_codec_spec* codecs, size_t n,
                                      const lq_codec_facts* known, const lq_render_options* options,
                                      lq_error* error);

/// What is known by proofs, of the print's own memory. @param n  how many; 0 before they were made
const lq_codec_facts* lq_print_codecs(const lq_print* print, size_t* n);

/// How far the worst of them goes over what players may be given. [dB] At most 0: none does.
double lq_print_decoded_over_db(const lq_print* print);

/// Give the file its name. The print stays, for what is known of it.
LQ_NODISCARD lq_status lq_print_commit(lq_print* print, lq_error* error);

/// What was not committed is gone. NULL is fine.
void lq_print_free(lq_print* print);

#endif

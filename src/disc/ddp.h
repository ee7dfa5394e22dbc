// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// DDP 2.00 sets: the folder of files that a CD plant presses from. docs/ddp.md says what each file
/// holds, how that is known, and what is not certain. Not affiliated with DCA, Inc., whose
/// trademark DDP is.
#ifndef LQ_DISC_DDP_H
#define LQ_DISC_DDP_H

#include "base/digest.h"
#include "disc/disc.h"
#include "disc/faults.h"
#include "disc/latin1.h"

/// In what writers differ.
typedef struct {
  const char* pq_name;   ///< "PQDESCR"
  bool        zeros;     ///< numbers are padded with zeros; else with blanks
  bool        start;     ///< DSS of the image says 0; else it is blank
  bool        scrambled; ///< SCR says 1
  bool both_isrc;  ///< a track's ISRC stands on its index 00 and 01; else on the first of them
  bool four;       ///< four-channel tracks may be written
  bool text_codes; ///< EAN and ISRCs also in CD-TEXT
} lq_ddp_dialect;

extern const lq_ddp_dialect lq_ddp_usual;   ///< what most plants get
extern const lq_ddp_dialect lq_ddp_cue2ddp; ///< byte for byte as cue2ddp 1.1 writes

typedef struct {
  const lq_ddp_dialect* dialect;   ///< NULL: the usual one
  const char*           image;     ///< name of the file that lies in the folder; NULL: IMAGE.DAT
  const char*           master_id; ///< for people, cut to 48 characters; NULL: catalogue and title
  lq_latin1_way         way;       ///< for CD-TEXT
  const lq_fault_list*  notes;     ///< gets warnings: what CD-TEXT had to say otherwise; or NULL
  lq_digests*           digests;   ///< gets the image's, which have to be counted anyway; or NULL
} lq_ddp_spec;

/// DDPID, DDPMS, PQ descriptor, CDTEXT.BIN where there is text, CHECKSUM.MD5 and CHECKSUM.TXT into
/// the folder where the image lies already: 16-bit little-endian stereo from the start of the first
/// pause on. Write into a folder that is not yet seen (base/folder.h).
/// @param spec  NULL: usual
/// @return LQ_ERR_BAD_VALUE: the disc may not be pressed, or a text has a character that is
/// refused;
///         LQ_ERR_FORMAT: the image is not as long as the disc; LQ_ERR_LIMIT: more text than fits
LQ_NODISCARD lq_status lq_ddp_write(const lq_disc* disc, const char* folder,
                                    const lq_ddp_spec* spec, lq_error* error);

enum { LQ_DDP_MOST_FILES = 8 };

typedef struct {
  const char* what; ///< "DDPID", "DDPMS", "PQ descriptor", "CD-TEXT", "image"
  const char* name; ///< as it is called in the folder
  lq_digests  digests;
} lq_ddp_file;

/// A set as it was read.
typedef struct {
  lq_disc        disc; ///< as far as it could be understood; n_tracks 0: not at all
  const char*    level;
  const char*    master_id;  ///< UTF-8, or ""
  const char*    image_path; ///< NULL: there is none
  uint64_t       image_bytes;
  lq_ddp_file    files[LQ_DDP_MOST_FILES]; ///< [n_files] that the set is made of
  size_t         n_files;
  bool           has_text, has_checksums;
  lq_disc_faults faults;
} lq_ddp;

/// Read and judge a set of any writer.
/// @return LQ_ERR_NOT_FOUND (no folder), LQ_ERR_FORMAT (no set in it: neither DDPID nor DDPMS),
///         LQ_ERR_READ, LQ_ERR_MEMORY; whatever is wrong inside a set is a fault, not a status
LQ_NODISCARD lq_status lq_ddp_read(const char* folder, lq_pool* pool, lq_ddp* ddp, lq_error* error);

/// Is it a name that lq_ddp_write() gives? For folders that may be replaced.
bool lq_ddp_ours(const char* name);

#endif

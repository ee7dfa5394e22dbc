// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The package that a distributor gets: a whole folder with names that every system takes
/// (deliver/package_name.h), a track sheet (deliver/track_sheet.h) and manifests
/// (deliver/manifest.h). An older package is replaced only when all that lies in it stands in its
/// own manifest.
#ifndef LQ_DELIVER_PACKAGE_H
#define LQ_DELIVER_PACKAGE_H

#include "base/folder.h"
#include "base/pool.h"
#include "deliver/manifest.h"

typedef struct lq_package lq_package;

/// Would it be refused for what stands under its name? To be asked early: the work lies between.
LQ_NODISCARD lq_status lq_package_may(const char* path, bool force, lq_error* error);

/// Begin one. @param force  an older package of that name may be replaced
LQ_NODISCARD lq_status lq_package_open(lq_package** package, const char* path, bool force,
                                       lq_error* error);

/// Where to write.
const char* lq_package_path(const lq_package* package);

/// What the manifests need not read again. @param known  [n_known] lives until the commit
void lq_package_know(lq_package* package, const lq_known_digests* known, size_t n_known);

/// Write both manifests over all that lies there and give it its name. Frees `package` whatever
/// happens.
LQ_NODISCARD lq_status lq_package_commit(lq_package* package, lq_error* error);

void lq_package_abandon(lq_package* package); ///< NULL is fine

#endif

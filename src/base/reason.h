// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Why the system refused, as a person would say it, with what to do where that is known. The same
/// words in every locale.
#ifndef LQ_BASE_REASON_H
#define LQ_BASE_REASON_H

/// @param error_number  an errno; the text starts small and ends without a full stop
const char* lq_reason(int error_number);

#endif

-- +goose Up
-- Every table of an authority leads with authority_id in its keys, so that one schema serves one file, one server
-- and a cluster distributed by authority. Money is in tiyn, months are text 'YYYY-MM', what is hashed is text.
-- Text sorts by its bytes, as SQLite sorts it, whatever the locale of the server: the order of rows decides.

CREATE TABLE authority (
  authority_id text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('nation', 'region', 'city', 'district', 'settlement')),
  name_kk text COLLATE "C" NOT NULL,
  name_ru text COLLATE "C" NOT NULL,
  name_en text COLLATE "C" NOT NULL,
  joined_on date NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE authority_parent (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  from_day date NOT NULL,
  to_day date,
  parent_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, from_day)
);

CREATE TABLE authority_profile (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  from_day date NOT NULL,
  profile text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, from_day)
);

-- A territory passes from one profile to another: proposed with a preview, approved by a second person, carried out on its day.
CREATE TABLE profile_switch (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  switch_id text COLLATE "C" NOT NULL,
  profile text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'approved', 'carried_out', 'cancelled')),
  preview text COLLATE "C" NOT NULL,
  preview_sha256 text COLLATE "C" NOT NULL,
  proposed_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  carried_out_on date,
  reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, switch_id)
);
CREATE UNIQUE INDEX profile_switch_live ON profile_switch (authority_id) WHERE state IN ('proposed', 'approved');

CREATE TABLE population (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  territory text COLLATE "C" NOT NULL,
  birth_year bigint NOT NULL,
  as_of date NOT NULL,
  children bigint NOT NULL CHECK (children >= 0),
  source text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, territory, birth_year, as_of)
);

CREATE TABLE provider (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  provider_id text COLLATE "C" NOT NULL,
  bin text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  iban text COLLATE "C" NOT NULL,
  generated boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, provider_id),
  UNIQUE (authority_id, bin)
);

CREATE TABLE kindergarten (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  kindergarten_id text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  provider_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  name_folded text COLLATE "C" NOT NULL,
  former_names text COLLATE "C" NOT NULL,
  ownership text COLLATE "C" NOT NULL CHECK (ownership IN ('state', 'private')),
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('kindergarten', 'mini_centre', 'complex')),
  group_count bigint NOT NULL CHECK (group_count > 0),
  places bigint NOT NULL CHECK (places > 0),
  places_source text COLLATE "C" NOT NULL,
  opened text COLLATE "C" NOT NULL,
  closed_on date,
  state_order boolean NOT NULL,
  district text COLLATE "C" NOT NULL,
  settlement text COLLATE "C" NOT NULL,
  lat bigint NOT NULL,
  lon bigint NOT NULL,
  languages text COLLATE "C" NOT NULL,
  regime text COLLATE "C" NOT NULL,
  ref text COLLATE "C" NOT NULL,
  generated text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, kindergarten_id),
  UNIQUE (authority_id, code),
  FOREIGN KEY (authority_id, provider_id) REFERENCES provider (authority_id, provider_id)
);
CREATE INDEX kindergarten_provider ON kindergarten (authority_id, provider_id);

-- "group" is a word of SQL, so the table of groups is called by the paper's longer name.
CREATE TABLE age_group (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  group_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  age bigint NOT NULL CHECK (age BETWEEN 0 AND 7),
  birth_year bigint NOT NULL,
  language text COLLATE "C" NOT NULL CHECK (language IN ('kk', 'ru')),
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('general', 'special', 'sanatorium', 'inclusive', 'pre_school_class')),
  seats bigint NOT NULL CHECK (seats > 0),
  closed bigint NOT NULL CHECK (closed BETWEEN 0 AND seats),
  close_reason text COLLATE "C" NOT NULL,
  placed bigint NOT NULL CHECK (placed >= 0),
  offered bigint NOT NULL CHECK (offered >= 0),
  generated boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, group_id),
  UNIQUE (authority_id, kindergarten_id, number),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  -- Seats never above capacity, whatever a program does.
  CONSTRAINT age_group_capacity CHECK (placed + offered <= seats - closed),
  CHECK ((closed = 0) = (close_reason = ''))
);

-- Seats that are closed to new children: why, since when, by whom. Public.
CREATE TABLE seat_closure (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  closure_id text COLLATE "C" NOT NULL,
  group_id text COLLATE "C" NOT NULL,
  seats bigint NOT NULL CHECK (seats > 0),
  reason text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  ended_on date,
  closed_by text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, closure_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);
CREATE INDEX seat_closure_group ON seat_closure (authority_id, group_id);
CREATE INDEX seat_closure_live ON seat_closure (authority_id, from_day) WHERE ended_on IS NULL;

-- What changes the seats of a kindergarten from a day on, with its legal act. Public.
CREATE TABLE capacity_event (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  event_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('opening', 'expansion', 'reduction', 'closure', 'renovation', 'merger', 'renaming', 'change_of_type')),
  state text COLLATE "C" NOT NULL CHECK (state IN ('recorded', 'carried_out', 'cancelled')),
  from_day date NOT NULL,
  to_day date,
  group_id text COLLATE "C",
  seats bigint NOT NULL,
  into_id text COLLATE "C",
  new_name text COLLATE "C" NOT NULL,
  new_kind text COLLATE "C" NOT NULL,
  birth_year bigint NOT NULL,
  language text COLLATE "C" NOT NULL CHECK (language IN ('', 'kk', 'ru')),
  act text COLLATE "C" NOT NULL,
  recorded_by text COLLATE "C" NOT NULL,
  carried_out_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, event_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);
CREATE INDEX capacity_event_kindergarten ON capacity_event (authority_id, kindergarten_id);
CREATE INDEX capacity_event_group ON capacity_event (authority_id, group_id);
CREATE INDEX capacity_event_done ON capacity_event (authority_id, kind) WHERE state = 'carried_out';
CREATE INDEX capacity_event_due ON capacity_event (authority_id, from_day) WHERE state = 'recorded';

CREATE TABLE guardian (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  guardian_id text COLLATE "C" NOT NULL,
  iin text COLLATE "C" NOT NULL,
  phone text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, guardian_id),
  UNIQUE (authority_id, iin)
);

CREATE TABLE child (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  child_id text COLLATE "C" NOT NULL,
  iin text COLLATE "C" NOT NULL,
  birth_date date NOT NULL,
  guardian_id text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL CHECK (language IN ('kk', 'ru')),
  district text COLLATE "C" NOT NULL,
  lat bigint NOT NULL,
  lon bigint NOT NULL,
  generated boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, child_id),
  UNIQUE (authority_id, iin),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
);
CREATE INDEX child_guardian ON child (authority_id, guardian_id);

CREATE TABLE application (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  application_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  guardian_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered', 'placed', 'withdrawn', 'closed', 'refused')),
  registered_at timestamptz,
  sequence bigint NOT NULL,
  class text COLLATE "C" NOT NULL CHECK (class IN ('extraordinary', 'priority', 'general')),
  ground text COLLATE "C" NOT NULL,
  proof text COLLATE "C" NOT NULL CHECK (proof IN ('', 'claimed', 'verified', 'refused', 'expired')),
  proof_due date,
  proof_issued date,
  proof_valid date,
  proof_via text COLLATE "C" NOT NULL CHECK (proof_via IN ('', 'officer', 'register')),
  birth_date date NOT NULL,
  settlement text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL CHECK (language IN ('kk', 'ru')),
  also_language text COLLATE "C" NOT NULL CHECK (also_language IN ('', 'kk', 'ru')),
  group_kind text COLLATE "C" NOT NULL CHECK (group_kind IN ('general', 'special', 'sanatorium', 'inclusive', 'pre_school_class')),
  advice_on date,
  consent_on date,
  start_on date,
  facts text COLLATE "C" NOT NULL,
  family_id text COLLATE "C" NOT NULL,
  suspended_until date,
  restored bigint NOT NULL,
  source text COLLATE "C" NOT NULL,
  request_key text COLLATE "C" NOT NULL,
  confirmed boolean NOT NULL,
  reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, application_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
);
-- One live application per child.
CREATE UNIQUE INDEX application_live ON application (authority_id, child_id) WHERE state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered');
-- A submission that is sent twice is one application.
CREATE UNIQUE INDEX application_request ON application (authority_id, request_key) WHERE request_key <> '';
CREATE INDEX application_child ON application (authority_id, child_id);
CREATE INDEX application_guardian ON application (authority_id, guardian_id);
CREATE INDEX application_state ON application (authority_id, state);
CREATE INDEX application_suspended ON application (authority_id, suspended_until) WHERE state = 'suspended';
CREATE INDEX application_claimed ON application (authority_id, proof_due) WHERE proof = 'claimed';

-- What a family hands in: the scan is personal, so it is read only by the method that writes down who looked.
CREATE TABLE document (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  document_id text COLLATE "C" NOT NULL,
  application_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  issued_on date,
  valid_until date,
  media_type text COLLATE "C" NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  sha256 text COLLATE "C" NOT NULL,
  scan bytea,
  checked text COLLATE "C" NOT NULL CHECK (checked IN ('', 'genuine', 'refused')),
  checked_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, document_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
);
CREATE INDEX document_application ON document (authority_id, application_id);

-- How a guardian is reached: two channels of its own, and a second person.
CREATE TABLE contact (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  contact_id text COLLATE "C" NOT NULL,
  guardian_id text COLLATE "C" NOT NULL,
  way text COLLATE "C" NOT NULL CHECK (way IN ('sms', 'email', 'second_contact')),
  address text COLLATE "C" NOT NULL,
  confirmed_on date,
  asked_on date,
  failed_on date,
  code text COLLATE "C" NOT NULL,
  tries bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, contact_id),
  UNIQUE (authority_id, guardian_id, way),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
);

-- Who acts for a child besides or after the guardian of its registration, and on which legal act.
CREATE TABLE guardianship (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  guardianship_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  guardian_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('claimed', 'in_force', 'ended', 'dropped')),
  ground text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  entered_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, guardianship_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, guardian_id) REFERENCES guardian (authority_id, guardian_id)
);
CREATE INDEX guardianship_child ON guardianship (authority_id, child_id);
CREATE INDEX guardianship_guardian ON guardianship (authority_id, guardian_id);
CREATE INDEX guardianship_state ON guardianship (authority_id, state);
CREATE UNIQUE INDEX guardianship_in_force ON guardianship (authority_id, child_id) WHERE state = 'in_force';

-- A child of the staff: asked for by the head, verified by the authority, marked in the public protocol.
CREATE TABLE staff_admission (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  staff_id text COLLATE "C" NOT NULL,
  application_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  group_id text COLLATE "C" NOT NULL,
  relation text COLLATE "C" NOT NULL CHECK (relation IN ('child', 'grandchild')),
  state text COLLATE "C" NOT NULL CHECK (state IN ('claimed', 'verified', 'refused')),
  asked_by text COLLATE "C" NOT NULL,
  decided_by text COLLATE "C" NOT NULL,
  decided_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, staff_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);
CREATE INDEX staff_admission_application ON staff_admission (authority_id, application_id);
CREATE INDEX staff_admission_state ON staff_admission (authority_id, state);
CREATE INDEX staff_admission_kindergarten ON staff_admission (authority_id, kindergarten_id);
CREATE INDEX staff_admission_group ON staff_admission (authority_id, group_id);

-- An appeal has a number and terms; its text is personal.
CREATE TABLE appeal (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  appeal_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  application_id text COLLATE "C",
  child_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('refusal', 'proof', 'offer', 'papers', 'dispute')),
  subject text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('submitted', 'forwarded', 'upheld', 'dismissed', 'withdrawn')),
  words text COLLATE "C" NOT NULL,
  decided_by_first text COLLATE "C" NOT NULL,
  submitted_at timestamptz NOT NULL,
  forward_by date NOT NULL,
  forwarded_on date,
  forwarded_by text COLLATE "C" NOT NULL,
  decide_by date NOT NULL,
  overdue_on date,
  late boolean NOT NULL,
  decided_on date,
  decided_by text COLLATE "C" NOT NULL,
  answer text COLLATE "C" NOT NULL,
  quoted text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, appeal_id),
  UNIQUE (authority_id, number),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
);
CREATE INDEX appeal_application ON appeal (authority_id, application_id);
CREATE INDEX appeal_child ON appeal (authority_id, child_id);
CREATE INDEX appeal_state ON appeal (authority_id, state);
-- One live appeal against one decision.
CREATE UNIQUE INDEX appeal_live ON appeal (authority_id, subject) WHERE state IN ('submitted', 'forwarded');

CREATE TABLE choice (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  application_id text COLLATE "C" NOT NULL,
  rank bigint NOT NULL CHECK (rank > 0),
  kindergarten_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, application_id, rank),
  UNIQUE (authority_id, application_id, kindergarten_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id)
);
CREATE INDEX choice_kindergarten ON choice (authority_id, kindergarten_id);

-- Numbers that are drawn once: the row is locked until the transaction that drew ends.
CREATE TABLE counter (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  name text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  last_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, name)
);

-- One row per stay in a queue: enough to replay every position, and nothing per waiting child and event.
CREATE TABLE queue_entry (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  application_id text COLLATE "C" NOT NULL,
  entered_at timestamptz NOT NULL,
  queue text COLLATE "C" NOT NULL,
  class text COLLATE "C" NOT NULL,
  proof text COLLATE "C" NOT NULL,
  enter_reason text COLLATE "C" NOT NULL,
  left_at timestamptz,
  leave_reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, application_id, entered_at),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
);
CREATE INDEX queue_entry_queue ON queue_entry (authority_id, queue, entered_at);
CREATE INDEX queue_entry_now ON queue_entry (authority_id, application_id) WHERE left_at IS NULL;

-- A day on which every queue is labelled anew: families are told before, and it is carried out once.
CREATE TABLE queue_refresh (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  on_day date NOT NULL,
  announced_on date,
  carried_out_on date,
  moved bigint NOT NULL CHECK (moved >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, on_day)
);

CREATE TABLE queue_carry (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  queue text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  turns bigint NOT NULL CHECK (turns >= 0),
  owed text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, queue, changed_at)
);

-- The seeds of the draws, each published before its draw: whoever registered before it takes part.
CREATE TABLE lottery_seed (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  on_day date NOT NULL,
  seed text COLLATE "C" NOT NULL CHECK (length(seed) = 64),
  source text COLLATE "C" NOT NULL,
  published_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, on_day)
);

CREATE TABLE round (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  round_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('voucher', 'seat', 'choice', 'transfer')),
  on_day date NOT NULL,
  profile text COLLATE "C" NOT NULL,
  profile_sha256 text COLLATE "C" NOT NULL,
  problem_sha256 text COLLATE "C" NOT NULL,
  outcome_sha256 text COLLATE "C" NOT NULL,
  children bigint NOT NULL,
  seats bigint NOT NULL,
  offers bigint NOT NULL,
  carry text COLLATE "C" NOT NULL,
  plan_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, round_id),
  UNIQUE (authority_id, kind, on_day),
  UNIQUE (authority_id, number)
);

-- A preview of a round: kept so that a second person publishes what the first one saw, or nothing.
CREATE TABLE round_plan (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  plan_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('voucher', 'seat', 'choice', 'transfer')),
  on_day date NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('drafted', 'published', 'cancelled')),
  profile_sha256 text COLLATE "C" NOT NULL,
  problem_sha256 text COLLATE "C" NOT NULL,
  outcome_sha256 text COLLATE "C" NOT NULL,
  children bigint NOT NULL,
  seats bigint NOT NULL,
  offers bigint NOT NULL,
  drafted_by text COLLATE "C" NOT NULL,
  decided_by text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, plan_id)
);
CREATE UNIQUE INDEX round_plan_live ON round_plan (authority_id, kind, on_day) WHERE state = 'drafted';

CREATE TABLE offer (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  offer_id text COLLATE "C" NOT NULL,
  application_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  round_id text COLLATE "C",
  of_what text COLLATE "C" NOT NULL CHECK (of_what IN ('voucher', 'seat')),
  source text COLLATE "C" NOT NULL CHECK (source IN ('round', 'choice', 'waitlist', 'staff', 'closure')),
  market text COLLATE "C" NOT NULL,
  group_id text COLLATE "C",
  state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'accepted', 'fulfilled', 'declined', 'expired', 'annulled')),
  offered_at timestamptz NOT NULL,
  delivered_at timestamptz,
  answer_by date NOT NULL,
  notice_via text COLLATE "C" NOT NULL CHECK (notice_via IN ('', 'sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  notice_tries bigint NOT NULL,
  noticed_on date,
  reminded_on date,
  answered_at timestamptz,
  contract_by date,
  papers text COLLATE "C" NOT NULL CHECK (papers IN ('', 'submitted', 'accepted', 'refused')),
  papers_why text COLLATE "C" NOT NULL CHECK (papers_why IN ('', 'incomplete', 'expired', 'vaccination')),
  papers_at timestamptz,
  extended bigint NOT NULL,
  annulled_why text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, offer_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, round_id) REFERENCES round (authority_id, round_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id),
  CHECK ((of_what = 'seat') = (group_id IS NOT NULL))
);
CREATE UNIQUE INDEX offer_live ON offer (authority_id, application_id) WHERE state IN ('open', 'accepted');
CREATE INDEX offer_application ON offer (authority_id, application_id);
CREATE INDEX offer_round ON offer (authority_id, round_id);
CREATE INDEX offer_group ON offer (authority_id, group_id);
CREATE INDEX offer_state ON offer (authority_id, state);
CREATE INDEX offer_untold ON offer (authority_id, offered_at) WHERE state = 'open' AND delivered_at IS NULL;
CREATE INDEX offer_answer ON offer (authority_id, answer_by) WHERE state = 'open';
CREATE INDEX offer_contract ON offer (authority_id, contract_by) WHERE state = 'accepted';

-- What a family lets the kindergarten of its accepted offer see, and nothing else.
CREATE TABLE shown_document (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  offer_id text COLLATE "C" NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, offer_id, document_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id),
  FOREIGN KEY (authority_id, document_id) REFERENCES document (authority_id, document_id)
);
CREATE INDEX shown_document_document ON shown_document (authority_id, document_id);

-- One row per attempt to tell a family of an offer.
CREATE TABLE notice (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  notice_id text COLLATE "C" NOT NULL,
  offer_id text COLLATE "C" NOT NULL,
  way text COLLATE "C" NOT NULL CHECK (way IN ('sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  template text COLLATE "C" NOT NULL,
  delivered boolean NOT NULL,
  on_day date NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, notice_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id)
);
CREATE INDEX notice_offer ON notice (authority_id, offer_id);

CREATE TABLE voucher (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  voucher_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  application_id text COLLATE "C" NOT NULL,
  market text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('issued', 'activated', 'exhausted', 'returned', 'expired')),
  source text COLLATE "C" NOT NULL CHECK (source IN ('round', 'opening', 'switch', 'staff')),
  issued_at timestamptz NOT NULL,
  activated_on date,
  ended_on date,
  choose_by date,
  chosen_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, voucher_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
);
CREATE UNIQUE INDEX voucher_live ON voucher (authority_id, child_id) WHERE state IN ('issued', 'activated');
CREATE INDEX voucher_child ON voucher (authority_id, child_id);
CREATE INDEX voucher_state ON voucher (authority_id, state);
CREATE INDEX voucher_choose ON voucher (authority_id, choose_by) WHERE state = 'issued';

CREATE TABLE waitlist (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  kindergarten_id text COLLATE "C" NOT NULL,
  application_id text COLLATE "C" NOT NULL,
  entered_on date NOT NULL,
  left_on date,
  leave_reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, kindergarten_id, application_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id)
);
CREATE INDEX waitlist_application ON waitlist (authority_id, application_id);

CREATE TABLE placement (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  placement_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  group_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  offer_id text COLLATE "C",
  slot bigint NOT NULL CHECK (slot >= 0),
  from_day date NOT NULL,
  to_day date,
  state text COLLATE "C" NOT NULL CHECK (state IN ('planned', 'started', 'ended')),
  source text COLLATE "C" NOT NULL CHECK (source IN ('opening', 'round', 'choice', 'waitlist', 'transfer', 'exchange', 'staff', 'closure', 'takeover')),
  signed_at timestamptz NOT NULL,
  confirmed boolean NOT NULL,
  end_reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, placement_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, offer_id) REFERENCES offer (authority_id, offer_id),
  CHECK (to_day IS NULL OR to_day >= from_day),
  CHECK ((state = 'ended') = (to_day IS NOT NULL))
);
CREATE UNIQUE INDEX placement_live ON placement (authority_id, child_id) WHERE state <> 'ended';
CREATE UNIQUE INDEX placement_slot ON placement (authority_id, group_id, slot) WHERE state <> 'ended';
CREATE INDEX placement_child ON placement (authority_id, child_id);
CREATE INDEX placement_group ON placement (authority_id, group_id, from_day);
CREATE INDEX placement_kindergarten ON placement (authority_id, kindergarten_id);
CREATE INDEX placement_planned ON placement (authority_id, from_day) WHERE state = 'planned';
CREATE INDEX placement_offer ON placement (authority_id, offer_id);

-- The wish of a placed child for another kindergarten: it keeps its seat until it has the other.
CREATE TABLE transfer (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  transfer_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  guardian_id text COLLATE "C" NOT NULL,
  placement_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('requested', 'offered', 'accepted', 'moved', 'withdrawn', 'closed')),
  registered_at timestamptz NOT NULL,
  sequence bigint NOT NULL,
  choices text COLLATE "C" NOT NULL,
  cause text COLLATE "C" NOT NULL CHECK (cause IN ('wish', 'closure')),
  group_id text COLLATE "C",
  after_id text COLLATE "C",
  answer_by date,
  delivered_at timestamptz,
  notice_via text COLLATE "C" NOT NULL CHECK (notice_via IN ('', 'sms', 'email', 'account', 'second_contact', 'counter', 'public')),
  notice_tries bigint NOT NULL,
  noticed_on date,
  moved_to text COLLATE "C",
  reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, transfer_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);
CREATE UNIQUE INDEX transfer_live ON transfer (authority_id, child_id) WHERE state IN ('requested', 'offered', 'accepted');
CREATE INDEX transfer_state ON transfer (authority_id, state);
CREATE INDEX transfer_child ON transfer (authority_id, child_id);
CREATE INDEX transfer_placement ON transfer (authority_id, placement_id);
CREATE INDEX transfer_group ON transfer (authority_id, group_id);

-- Two families change seats: both sign, nobody pays, everybody may read it.
CREATE TABLE exchange (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  exchange_id text COLLATE "C" NOT NULL,
  placement_a text COLLATE "C" NOT NULL,
  placement_b text COLLATE "C" NOT NULL,
  guardian_a text COLLATE "C" NOT NULL,
  guardian_b text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'agreed', 'carried_out', 'declined', 'cancelled')),
  proposed_at timestamptz NOT NULL,
  agreed_at timestamptz,
  carried_out_on date,
  reason text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, exchange_id),
  FOREIGN KEY (authority_id, placement_a) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, placement_b) REFERENCES placement (authority_id, placement_id),
  CHECK (placement_a <> placement_b)
);
CREATE UNIQUE INDEX exchange_a ON exchange (authority_id, placement_a) WHERE state IN ('proposed', 'agreed');
CREATE UNIQUE INDEX exchange_b ON exchange (authority_id, placement_b) WHERE state IN ('proposed', 'agreed');
CREATE INDEX exchange_state ON exchange (authority_id, state);
CREATE INDEX exchange_placement_a ON exchange (authority_id, placement_a);
CREATE INDEX exchange_placement_b ON exchange (authority_id, placement_b);

-- The nation's register of live placements: what must be unique beyond one authority. It is keyed by the child.
CREATE TABLE live_placement (
  child_iin text COLLATE "C" NOT NULL PRIMARY KEY,
  authority_id text COLLATE "C" NOT NULL,
  placement_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL
);

-- An old queue or list of children that was loaded, as it was. Its lines take no part before another person has approved it.
CREATE TABLE takeover_batch (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  batch_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('queue', 'placed')),
  source text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  loaded_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  approved_on date,
  line_count bigint NOT NULL,
  order_sha256 text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, batch_id),
  UNIQUE (authority_id, sha256),
  CHECK (approved_by <> loaded_by),
  CHECK ((approved_by = '') = (approved_on IS NULL))
);

-- One line of it. No money moves for a line that its family has not confirmed by its code.
CREATE TABLE takeover_line (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  batch_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  state text COLLATE "C" NOT NULL CHECK (state IN ('loaded', 'confirmed', 'doubled', 'contradicted', 'corrected', 'dropped')),
  application_id text COLLATE "C",
  placement_id text COLLATE "C",
  sequence bigint NOT NULL,
  code_sha256 text COLLATE "C" NOT NULL,
  faults text COLLATE "C" NOT NULL,
  corrected_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  confirmed_on date,
  confirm_by date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, batch_id, number),
  FOREIGN KEY (authority_id, batch_id) REFERENCES takeover_batch (authority_id, batch_id),
  FOREIGN KEY (authority_id, application_id) REFERENCES application (authority_id, application_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id)
);
CREATE INDEX takeover_line_state ON takeover_line (authority_id, state);
CREATE INDEX takeover_line_application ON takeover_line (authority_id, application_id);
CREATE INDEX takeover_line_placement ON takeover_line (authority_id, placement_id);
CREATE INDEX takeover_line_code ON takeover_line (authority_id, code_sha256);

CREATE TABLE roll_call (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  group_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  marks text COLLATE "C" NOT NULL,
  taken_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, group_id, day),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);

CREATE TABLE sheet (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  sheet_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  group_id text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'signed', 'closed')),
  signed_at timestamptz,
  answer_by date,
  sha256 text COLLATE "C" NOT NULL,
  line_count bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, sheet_id),
  UNIQUE (authority_id, group_id, month),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, group_id) REFERENCES age_group (authority_id, group_id)
);
CREATE INDEX sheet_kindergarten ON sheet (authority_id, kindergarten_id, month);
CREATE INDEX sheet_month ON sheet (authority_id, month);

CREATE TABLE line (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  line_id text COLLATE "C" NOT NULL,
  sheet_id text COLLATE "C" NOT NULL,
  placement_id text COLLATE "C" NOT NULL,
  child_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  group_kind text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  days text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'confirmed', 'disputed', 'silent', 'corrected')),
  answered_at timestamptz,
  answered_by text COLLATE "C" NOT NULL,
  disputed_day date,
  held text COLLATE "C" NOT NULL,
  funded_from date,
  payable_days bigint NOT NULL,
  working_days bigint NOT NULL,
  tiyn bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, line_id),
  UNIQUE (authority_id, sheet_id, placement_id),
  FOREIGN KEY (authority_id, sheet_id) REFERENCES sheet (authority_id, sheet_id),
  FOREIGN KEY (authority_id, placement_id) REFERENCES placement (authority_id, placement_id),
  FOREIGN KEY (authority_id, child_id) REFERENCES child (authority_id, child_id)
);
CREATE INDEX line_placement ON line (authority_id, placement_id);
CREATE INDEX line_child ON line (authority_id, child_id, month);
CREATE INDEX line_kindergarten ON line (authority_id, kindergarten_id, month);

CREATE TABLE tariff (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  group_kind text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  from_day date NOT NULL,
  rate_tiyn bigint NOT NULL CHECK (rate_tiyn >= 0),
  act text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, group_kind, number)
);

CREATE TABLE payment_cycle (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  month text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('opened', 'sheets_signed', 'answered', 'calculated', 'checked', 'approved', 'issued', 'accepted', 'settled', 'reconciled', 'closed')),
  checker text COLLATE "C" NOT NULL,
  approver text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, month),
  CHECK (approver = '' OR approver <> checker)
);

CREATE TABLE claim (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  claim_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  cycle text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('claim', 'adjustment')),
  state text COLLATE "C" NOT NULL CHECK (state IN ('drafted', 'submitted', 'approved', 'returned', 'paid')),
  line_count bigint NOT NULL,
  tiyn bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, claim_id),
  UNIQUE (authority_id, kindergarten_id, month, kind),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id)
);
CREATE INDEX claim_cycle ON claim (authority_id, cycle);

CREATE TABLE claim_line (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  claim_id text COLLATE "C" NOT NULL,
  line_id text COLLATE "C" NOT NULL,
  tiyn bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, claim_id, line_id),
  FOREIGN KEY (authority_id, claim_id) REFERENCES claim (authority_id, claim_id),
  FOREIGN KEY (authority_id, line_id) REFERENCES line (authority_id, line_id)
);
CREATE INDEX claim_line_line ON claim_line (authority_id, line_id);

CREATE TABLE bank_file (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  file_id text COLLATE "C" NOT NULL,
  cycle text COLLATE "C" NOT NULL,
  message text COLLATE "C" NOT NULL,
  xml text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  payments bigint NOT NULL,
  tiyn bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, file_id),
  UNIQUE (authority_id, message)
);

CREATE TABLE payment (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  payment_id text COLLATE "C" NOT NULL,
  claim_id text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('claim', 'adjustment')),
  state text COLLATE "C" NOT NULL CHECK (state IN ('drafted', 'approved', 'sent', 'settled', 'rejected')),
  tiyn bigint NOT NULL CHECK (tiyn > 0),
  drafted_by text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  file_id text COLLATE "C",
  settled_on date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, payment_id),
  -- One payment order per provider, month and kind: nothing is paid twice.
  UNIQUE (authority_id, kindergarten_id, month, kind),
  FOREIGN KEY (authority_id, claim_id) REFERENCES claim (authority_id, claim_id),
  FOREIGN KEY (authority_id, kindergarten_id) REFERENCES kindergarten (authority_id, kindergarten_id),
  FOREIGN KEY (authority_id, file_id) REFERENCES bank_file (authority_id, file_id),
  CHECK (approved_by = '' OR approved_by <> drafted_by)
);
CREATE INDEX payment_claim ON payment (authority_id, claim_id);
CREATE INDEX payment_file ON payment (authority_id, file_id);

CREATE TABLE ledger_posting (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  posting_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('claim', 'adjustment', 'settlement')),
  ref text COLLATE "C" NOT NULL,
  kindergarten_id text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  sealed boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, posting_id),
  UNIQUE (authority_id, kind, ref)
);

CREATE TABLE ledger_entry (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  posting_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  account text COLLATE "C" NOT NULL CHECK (account IN ('expense', 'payable', 'bank')),
  tiyn bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, posting_id, number),
  FOREIGN KEY (authority_id, posting_id) REFERENCES ledger_posting (authority_id, posting_id)
);

CREATE TABLE event (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  at timestamptz NOT NULL,
  sequence bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  actor_role text COLLATE "C" NOT NULL,
  actor_id text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  payload text COLLATE "C",
  nonce text COLLATE "C",
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, at, sequence)
);
CREATE INDEX event_subject ON event (authority_id, subject);

CREATE TABLE log_leaf (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  at timestamptz NOT NULL,
  sequence bigint NOT NULL,
  commitment text COLLATE "C" NOT NULL,
  leaf_index bigint,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, at, sequence)
);
CREATE UNIQUE INDEX log_leaf_index ON log_leaf (authority_id, leaf_index);
CREATE INDEX log_leaf_new ON log_leaf (authority_id, at, sequence) WHERE leaf_index IS NULL;

CREATE TABLE log_tile (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  path text COLLATE "C" NOT NULL,
  width bigint NOT NULL,
  data bytea NOT NULL,
  published boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, path)
);
CREATE INDEX log_tile_new ON log_tile (authority_id, path) WHERE NOT published;

CREATE TABLE log_checkpoint (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  size bigint NOT NULL,
  root text COLLATE "C" NOT NULL,
  text text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, size)
);

CREATE TABLE job (
  authority_id text COLLATE "C" NOT NULL REFERENCES authority (authority_id),
  job_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  payload text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
  attempt bigint NOT NULL,
  run_at timestamptz NOT NULL,
  locked_by text COLLATE "C" NOT NULL,
  last_error text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (authority_id, job_id)
);
CREATE INDEX job_due ON job (authority_id, kind, run_at) WHERE state <> 'dead';

CREATE TABLE simulation (
  authority_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES authority (authority_id),
  seed bigint NOT NULL,
  children bigint NOT NULL,
  profile text COLLATE "C" NOT NULL,
  network_sha256 text COLLATE "C" NOT NULL,
  reached date NOT NULL,
  stage text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL
);
-- A posting is sealed only when its entries sum to zero, and takes no entry afterwards.
-- +goose StatementBegin
CREATE FUNCTION ledger_posting_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(tiyn), 0) FROM ledger_entry WHERE authority_id = NEW.authority_id AND posting_id = NEW.posting_id) <> 0 THEN
    RAISE EXCEPTION 'ledger posting does not sum to zero';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ledger_posting_seal BEFORE UPDATE OF sealed ON ledger_posting FOR EACH ROW WHEN (NEW.sealed) EXECUTE FUNCTION ledger_posting_zero();
-- +goose StatementBegin
CREATE FUNCTION ledger_entry_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sealed FROM ledger_posting WHERE authority_id = NEW.authority_id AND posting_id = NEW.posting_id) THEN
    RAISE EXCEPTION 'ledger posting is sealed';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ledger_entry_guard BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_sealed();

-- +goose Down
DROP TABLE simulation;
DROP TABLE job;
DROP TABLE log_checkpoint;
DROP TABLE log_tile;
DROP TABLE log_leaf;
DROP TABLE event;
DROP TABLE ledger_entry;
DROP TABLE ledger_posting;
DROP TABLE payment;
DROP TABLE bank_file;
DROP TABLE claim_line;
DROP TABLE claim;
DROP TABLE payment_cycle;
DROP TABLE tariff;
DROP TABLE line;
DROP TABLE sheet;
DROP TABLE roll_call;
DROP TABLE takeover_line;
DROP TABLE takeover_batch;
DROP TABLE live_placement;
DROP TABLE exchange;
DROP TABLE transfer;
DROP TABLE placement;
DROP TABLE waitlist;
DROP TABLE voucher;
DROP TABLE notice;
DROP TABLE shown_document;
DROP TABLE offer;
DROP TABLE round_plan;
DROP TABLE round;
DROP TABLE lottery_seed;
DROP TABLE queue_refresh;
DROP TABLE queue_carry;
DROP TABLE queue_entry;
DROP TABLE counter;
DROP TABLE choice;
DROP TABLE appeal;
DROP TABLE staff_admission;
DROP TABLE guardianship;
DROP TABLE contact;
DROP TABLE document;
DROP TABLE application;
DROP TABLE child;
DROP TABLE guardian;
DROP TABLE capacity_event;
DROP TABLE seat_closure;
DROP TABLE age_group;
DROP TABLE kindergarten;
DROP TABLE provider;
DROP TABLE population;
DROP TABLE profile_switch;
DROP TABLE authority_profile;
DROP TABLE authority_parent;
DROP TABLE authority;
DROP FUNCTION ledger_posting_zero();
DROP FUNCTION ledger_entry_sealed();

-- name: ListShownDocuments :many
SELECT d.document_id, d.type, d.issued_on, d.valid_until, d.media_type, d.size_bytes, d.sha256 FROM shown_document s
JOIN document d ON d.authority_id = s.authority_id AND d.document_id = s.document_id
WHERE s.authority_id = @authority_id AND s.offer_id = @offer_id ORDER BY d.type, d.document_id;

-- name: HideDocuments :exec
DELETE FROM shown_document WHERE authority_id = @authority_id AND offer_id = @offer_id;

-- name: ListOffersAt :many
SELECT o.offer_id, o.application_id, o.child_id, o.group_id, o.source, o.answered_at, o.contract_by, o.papers, o.papers_why, a.proof FROM offer o
JOIN age_group g ON g.authority_id = o.authority_id AND g.group_id = o.group_id
JOIN application a ON a.authority_id = o.authority_id AND a.application_id = o.application_id
WHERE o.authority_id = @authority_id AND g.kindergarten_id = @kindergarten_id AND o.state = 'accepted' ORDER BY o.answered_at, o.offer_id;

<?php
/**
 * What control.php does to whole tables: many articles at once, and back to the first state.
 */

/** One INSERT for all $rows (each an array of the same columns), past WordPress's own layers. */
function insert_rows(string $table, array $rows): void
{
    global $wpdb;
    $quote = fn ($value) => is_int($value)
        ? $value
        : "'" . mysqli_real_escape_string($wpdb->dbh, (string) $value) . "'";
    foreach (array_chunk($rows, 200) as $some) {
        $columns = implode(',', array_keys($some[0]));
        $values = implode(',', array_map(
            fn ($row) => '(' . implode(',', array_map($quote, $row)) . ')',
            $some
        ));
        mysqli_query($wpdb->dbh, "INSERT INTO $table ($columns) VALUES $values");
        if ($wpdb->dbh->errno) {
            throw new RuntimeException($wpdb->dbh->error);
        }
    }
}

/** The id of a category or tag, made when it does not exist. */
function term_id(string $name, string $taxonomy): int
{
    $term = term_exists($name, $taxonomy) ?: wp_insert_term($name, $taxonomy);
    return (int) must($term)['term_id'];
}

function next_id(string $table, string $column): int
{
    global $wpdb;
    return 1 + (int) $wpdb->get_var("SELECT MAX($column) FROM $table");
}

/**
 * Many articles with their comments, in one go; returns the articles' ids.
 *
 * A comment's "parent" is the place (1, 2, ...) of another comment of its article, 0 for none;
 * "parent_id", if given, is stored as it stands, even if no such comment exists.
 */
function import_posts(array $a): array
{
    global $wpdb;
    $users = $wpdb->get_results("SELECT user_login, ID FROM $wpdb->users", OBJECT_K);
    $terms = [];
    $id = next_id($wpdb->posts, 'ID');
    $comment_id = next_id($wpdb->comments, 'comment_ID');
    $posts = $relations = $comments = $meta = [];
    foreach ($a['posts'] as $post) {
        $modified = $post['modified'] ?? $post['date'];
        $posts[] = [
            'ID' => $id, 'post_author' => (int) $users[$post['author']]->ID,
            'post_date' => get_date_from_gmt($post['date']), 'post_date_gmt' => $post['date'],
            'post_modified' => get_date_from_gmt($modified), 'post_modified_gmt' => $modified,
            'post_content' => $post['content'], 'post_title' => $post['title'],
            'post_excerpt' => $post['excerpt'] ?? '', 'post_name' => $post['slug'] ?? "article-$id",
            'post_status' => $post['status'] ?? 'publish',
            'comment_status' => $post['comment_status'] ?? 'open', 'ping_status' => 'closed',
            'post_password' => $post['password'] ?? '', 'post_type' => 'post',
            'guid' => home_url("/?p=$id"), 'to_ping' => '', 'pinged' => '',
            'post_content_filtered' => '',
            'comment_count' => count(array_filter(array_column($post['comments'] ?? [], 'approved'))),
        ];
        foreach (['category' => 'categories', 'post_tag' => 'tags'] as $taxonomy => $field) {
            foreach ($post[$field] ?? [] as $name) {
                $terms["$taxonomy $name"] ??=
                    get_term(term_id($name, $taxonomy))->term_taxonomy_id;
                $relations[] = [
                    'object_id' => $id,
                    'term_taxonomy_id' => (int) $terms["$taxonomy $name"],
                ];
            }
        }
        if (isset($post['picture'])) {
            $meta[] = ['post_id' => $id, 'meta_key' => '_thumbnail_id', 'meta_value' => $post['picture']];
        }
        $first = $comment_id;
        foreach ($post['comments'] ?? [] as $comment) {
            $parent = $comment['parent'] ? $first + $comment['parent'] - 1 : 0;
            $comments[] = [
                'comment_ID' => $comment_id++, 'comment_post_ID' => $id,
                'comment_author' => $comment['author'],
                'comment_author_email' => $comment['email'],
                'comment_date' => get_date_from_gmt($comment['date']),
                'comment_date_gmt' => $comment['date'], 'comment_content' => $comment['text'],
                'comment_approved' => $comment['approved'] ? '1' : '0',
                'comment_parent' => $comment['parent_id'] ?? $parent,
                'comment_author_IP' => '192.0.2.1', 'comment_agent' => '',
                'comment_type' => 'comment',
            ];
        }
        $id++;
    }
    $wpdb->query('START TRANSACTION');
    insert_rows($wpdb->posts, $posts);
    insert_rows($wpdb->term_relationships, $relations);
    insert_rows($wpdb->postmeta, $meta);
    insert_rows($wpdb->comments, $comments);
    $wpdb->query(
        "UPDATE $wpdb->term_taxonomy SET count =
         (SELECT COUNT(*) FROM $wpdb->term_relationships r
          WHERE r.term_taxonomy_id = $wpdb->term_taxonomy.term_taxonomy_id)"
    );
    $wpdb->query('COMMIT');
    return array_column($posts, 'ID');
}

/** A real JPEG in the media library, in all the sizes WordPress makes: {id, url}. */
function add_picture(array $a): array
{
    $folder = wp_upload_dir();
    $file = "{$folder['path']}/{$a['name']}.jpg";
    $picture = imagecreatetruecolor($a['width'], $a['height']);
    for ($y = 0; $y < $a['height']; $y += 20) {  // a dawn over sand: enough to be compressible
        $colour = imagecolorallocate($picture, 230, 120 + intdiv(100 * $y, $a['height']), 60);
        imagefilledrectangle($picture, 0, $y, $a['width'], $y + 19, $colour);
    }
    imagejpeg($picture, $file, 80);
    $attachment = [
        'post_title' => $a['name'],
        'post_excerpt' => $a['caption'],
        'post_mime_type' => 'image/jpeg',
    ];
    $id = must(wp_insert_attachment(wp_slash($attachment), $file));
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
    update_post_meta($id, '_wp_attachment_image_alt', wp_slash($a['alt']));
    return ['id' => $id, 'url' => "{$folder['url']}/{$a['name']}.jpg"];
}

/** Keeps a copy of every table, for reset. */
function remember(): bool
{
    global $wpdb;
    foreach ($wpdb->tables() as $table) {
        $wpdb->query("CREATE TABLE kept_$table LIKE $table");
        $wpdb->query("INSERT INTO kept_$table SELECT * FROM $table");
    }
    return true;
}

/**
 * Puts every table back as remember() saw it.
 *
 * Always TRUNCATE, never a comparison: it also puts the next free id back, so that a test
 * meets the same ids whatever ran before it.
 */
function reset_tables(): bool
{
    global $wpdb;
    foreach ($wpdb->tables() as $table) {
        $wpdb->query("TRUNCATE $table");
        $wpdb->query("INSERT INTO $table SELECT * FROM kept_$table");
    }
    return true;
}

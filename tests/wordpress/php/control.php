<?php
/**
 * The moderator's and editor's hands inside WordPress: php control.php DOCUMENT_ROOT
 *
 * Reads one JSON command a line, {"command": "add_post", "arguments": {...}}, and answers one
 * JSON line, {"result": ...} or {"error": "..."}. It stays up because loading WordPress costs
 * a quarter of a second and a test gives dozens of commands.
 */

$_SERVER['HTTP_HOST'] = '127.0.0.1';
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/image.php';
require __DIR__ . '/bulk.php';

// An administrator: otherwise WordPress would strip from articles what an editor may write.
wp_set_current_user(1);
kses_remove_filters();
// wp_die would end this process; an exception becomes an {"error": ...} instead.
add_filter('wp_die_handler', fn () => function ($message) {
    $text = is_wp_error($message) ? $message->get_error_message() : (string) $message;
    throw new RuntimeException($text);
});

/** WordPress reports failures as WP_Error, false, or 0: any of them is an error here. */
function must($result)
{
    if (is_wp_error($result)) {
        throw new RuntimeException($result->get_error_message());
    }
    if ($result === false || $result === 0 || $result === null) {
        throw new RuntimeException('WordPress refused');
    }
    return $result;
}

/** Only the fields that were given, under WordPress's names; slashed as WordPress wants them. */
function fields(array $arguments, array $names): array
{
    $fields = [];
    foreach ($names as $ours => $theirs) {
        if (isset($arguments[$ours])) {
            $fields[$theirs] = $arguments[$ours];
        }
    }
    return wp_slash($fields);
}

const POST_FIELDS = [
    'title' => 'post_title', 'content' => 'post_content', 'date' => 'post_date_gmt',
    'comment_status' => 'comment_status', 'password' => 'post_password', 'slug' => 'post_name',
    'status' => 'post_status',
];

function add_post(array $a): int
{
    $post = fields($a, POST_FIELDS) + ['post_status' => 'publish'];
    $post['post_author'] = must(get_user_by('login', $a['author']))->ID;
    $id = must(wp_insert_post($post, true));
    must(wp_set_post_tags($id, $a['tags']));
    if ($a['categories']) {
        $terms = array_map(fn ($name) => term_id($name, 'category'), $a['categories']);
        must(wp_set_object_terms($id, $terms, 'category'));
    }
    return $id;
}

function edit_post(array $a): int
{
    return must(wp_update_post(['ID' => $a['id']] + fields($a, POST_FIELDS), true));
}

function delete_post(array $a): bool
{
    return (bool) must(wp_delete_post($a['id'], true));
}

function trash_post(array $a): bool
{
    return (bool) must(wp_trash_post($a['id']));
}

function add_comment(array $a): int
{
    $names = [
        'author' => 'comment_author', 'email' => 'comment_author_email', 'text' => 'comment_content',
        'date' => 'comment_date_gmt',
    ];
    $comment = fields($a, $names) + ['comment_date_gmt' => gmdate('Y-m-d H:i:s')];
    $comment['comment_date'] = get_date_from_gmt($comment['comment_date_gmt']);
    $comment['comment_post_ID'] = $a['post'];
    $comment['comment_parent'] = $a['parent'];
    $comment['comment_approved'] = $a['approved'] ? 1 : 0;
    return must(wp_insert_comment($comment));
}

/** $a['status'] is one of WordPress's own: approve, hold, spam, trash. */
function set_comment_status(array $a): bool
{
    return must(wp_set_comment_status($a['id'], $a['status']));
}

function delete_comment(array $a): bool
{
    return must(wp_delete_comment($a['id'], true));
}

function option(array $a): bool
{
    update_option($a['name'], $a['value']);
    return true;
}

/** Straight from the table: every comment, whatever its state. */
function comments(array $a): array
{
    global $wpdb;
    $where = isset($a['post']) ? $wpdb->prepare('WHERE comment_post_ID = %d', $a['post']) : '';
    $rows = $wpdb->get_results(
        "SELECT comment_ID id, comment_post_ID post, comment_parent parent, comment_author author,
                comment_author_email email, comment_content content, comment_approved approved,
                comment_date_gmt date
         FROM $wpdb->comments $where ORDER BY comment_ID",
        ARRAY_A
    );
    foreach ($rows as &$row) {
        foreach (['id', 'post', 'parent'] as $number) {
            $row[$number] = (int) $row[$number];
        }
    }
    return $rows;
}

function permalinks(array $a): bool
{
    global $wp_rewrite;
    $structure = $a['pretty'] ? '/%year%/%monthnum%/%day%/%postname%/' : '';
    $wp_rewrite->set_permalink_structure($structure);
    $wp_rewrite->flush_rules(false);
    return true;
}

function permalink(array $a): string
{
    return must(get_permalink($a['id']));
}

function application_password(array $a): string
{
    $user = must(get_user_by('login', $a['user']));
    $name = ['name' => 'sahelreader ' . uniqid()];
    return must(WP_Application_Passwords::create_new_application_password($user->ID, $name))[0];
}

const COMMANDS = [
    'add_post', 'edit_post', 'delete_post', 'trash_post', 'add_comment', 'set_comment_status',
    'delete_comment', 'option', 'comments', 'permalinks', 'permalink', 'application_password',
    'import_posts', 'add_picture', 'remember', 'reset_tables',
];

fwrite(STDOUT, "{\"result\": \"ready\"}\n");
while (($line = fgets(STDIN)) !== false) {
    // The site and the other commands write to the database too: remember nothing of it.
    wp_cache_flush();
    $wp_rewrite->init();
    try {
        $request = json_decode($line, true, 32, JSON_THROW_ON_ERROR);
        if (!in_array($request['command'], COMMANDS, true)) {
            throw new RuntimeException('no such command');
        }
        $answer = ['result' => $request['command']($request['arguments'])];
    } catch (Throwable $problem) {
        $answer = ['error' => $problem->getMessage()];
    }
    fwrite(STDOUT, json_encode($answer, JSON_THROW_ON_ERROR) . "\n");
}

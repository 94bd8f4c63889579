<?php
// Composes letters by PHP's mail(), as a home-made web program does: one JSON letter a line in; sendmail_path writes each to the file of its number.
while (($line = fgets(STDIN)) !== false) {
    $letter = json_decode($line, true);
    putenv('CONGTHU_OUT=' . $letter['out']);
    $boundary = md5((string) $letter['number']);
    $from = '=?UTF-8?B?' . base64_encode($letter['from']['name']) . '?= <' . $letter['from']['address'] . '>';
    $headers = ['From' => $from, 'Reply-To' => $letter['from']['address'], 'X-Mailer' => 'PHP/' . PHP_VERSION, 'MIME-Version' => '1.0'];
    $text = str_replace("\n", "\r\n", $letter['text']);
    if ($letter['files'] === []) {
        $headers['Content-Type'] = 'text/plain; charset=UTF-8';
        $headers['Content-Transfer-Encoding'] = '8bit';
        $body = $text;
    } else {
        $headers['Content-Type'] = "multipart/mixed; boundary=\"$boundary\"";
        $body = "--$boundary\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n$text\r\n";
        foreach ($letter['files'] as $file) {
            $body .= "--$boundary\r\nContent-Type: {$file['type']}; name=\"{$file['name']}\"\r\nContent-Transfer-Encoding: base64\r\n"
                . "Content-Disposition: attachment; filename=\"{$file['name']}\"\r\n\r\n" . chunk_split(base64_encode(file_get_contents($file['path']))) . "\r\n";
        }
        $body .= "--$boundary--\r\n";
    }
    mail($letter['to'][0]['address'], '=?UTF-8?B?' . base64_encode($letter['subject']) . '?=', $body, $headers);
}
